"""Addresses of warnings."""

from django.urls import path

from patrols.warnings import views

urlpatterns = [
    path("warnings/", views.warnings, name="warnings"),
    path("warnings/issue/", views.issue_warning, name="issue_warning"),
    path("warnings/<int:pk>/lift/", views.lift_warning, name="lift_warning"),
    path("warnings/<int:pk>/take-back/", views.take_back_warning, name="take_back_warning"),
]
