"""Addresses of acts on many issues."""

from django.urls import path

from issues.batches import views

urlpatterns = [
    path("select/", views.select, name="select"),
    path("batches/<uuid:pk>/", views.batch, name="batch"),
    path("batches/<uuid:pk>/confirm/", views.confirm_batch, name="confirm_batch"),
    path("batches/<uuid:pk>/resume/", views.resume_batch, name="resume_batch"),
]
