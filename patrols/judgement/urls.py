"""Addresses of judgement: what is owed before a walk, and what came of it."""

from django.urls import path

from patrols.judgement.views import duty, homes, start

urlpatterns = [
    path("start/", start.start, name="start"),
    path("rivers/<int:pk>/", homes.of_river, name="of_river"),
    path("reaches/<int:pk>/", homes.of_reach, name="of_reach"),
    path("duty/", duty.duty, name="duty"),
    path("duty/<int:pk>/", duty.duty_chief, name="duty_chief"),
    path("duty/<int:pk>/call/", duty.call, name="call"),
]
