"""Addresses of the security administrator's pages."""

from django.urls import path

from hezhang.core.office.oversight import views

app_name = "oversight"
urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/<int:pk>/", views.request, name="request"),
    path("requests/<int:pk>/confirm/", views.confirm_request, name="confirm_request"),
    path("requests/<int:pk>/decline/", views.decline_request, name="decline_request"),
    path("requests/<int:pk>/withdraw/", views.withdraw_request, name="withdraw_request"),
    path("roles/", views.roles, name="roles"),
    path("policy/", views.policy, name="policy"),
    path("policy/edit/", views.edit_policy, name="edit_policy"),
    path("checks/", views.checks, name="checks"),
]
