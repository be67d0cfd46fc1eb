"""Addresses of water."""

from django.urls import path

from rivers.water import views

urlpatterns = [
    path("sections/", views.sections, name="sections"),
    path("sections/new/", views.create_section, name="create_section"),
    path("sections/<int:pk>/", views.section, name="section"),
    path("sections/<int:pk>/month/", views.record_month, name="record_month"),
]
