"""Addresses of delegations."""

from django.urls import path

from patrols.delegations import views

urlpatterns = [
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/new/", views.delegate, name="delegate"),
    path("delegations/<int:pk>/end/", views.end_delegation, name="end_delegation"),
]
