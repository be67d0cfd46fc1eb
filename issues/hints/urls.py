"""Addresses of the panels."""

from django.urls import path

from issues.hints import views

urlpatterns = [
    path("near/", views.near, name="near"),
    path("<int:pk>/hints/", views.hints, name="hints"),
]
