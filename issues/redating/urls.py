"""Addresses of what the calendar has moved."""

from django.urls import path

from issues.redating import views

urlpatterns = [
    path("redating/", views.redating, name="redating"),
    path("redating/all/", views.redate_all, name="redate_all"),
]
