"""Addresses of leads."""

from django.urls import path

from issues.leads import views

urlpatterns = [
    path("leads/", views.leads, name="leads"),
    path("leads/new/", views.record_lead, name="record_lead"),
    path("leads/batches/", views.lead_batches, name="lead_batches"),
    path("leads/batches/<int:pk>/", views.lead_batch, name="lead_batch"),
    path("leads/photos/<int:pk>/", views.lead_photo, name="lead_photo"),
    path("leads/<int:pk>/", views.lead, name="lead"),
    path("leads/<int:pk>/confirm/", views.confirm_lead, name="confirm_lead"),
    path("leads/<int:pk>/join/", views.join_lead, name="join_lead"),
    path("leads/<int:pk>/dismiss/", views.dismiss_lead, name="dismiss_lead"),
    path("leads/<int:pk>/reopen/", views.reopen_lead, name="reopen_lead"),
]
