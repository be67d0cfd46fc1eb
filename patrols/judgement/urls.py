"""Addresses of judgement: what is owed before a walk, and what came of it."""

from django.urls import path

from patrols.judgement.views import duty, start

urlpatterns = [
    path("start/", start.start, name="start"),
    path("duty/", duty.duty, name="duty"),
    path("duty/<int:pk>/", duty.duty_chief, name="duty_chief"),
    path("duty/<int:pk>/call/", duty.call, name="call"),
]
