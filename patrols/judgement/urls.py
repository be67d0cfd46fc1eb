"""Addresses of judgement: what is owed before a walk, and what came of it."""

from django.urls import path

from patrols.judgement.views import diary, duty, homes, lagging, receipt, start

urlpatterns = [
    path("<int:pk>/receipt/", receipt.receipt, name="receipt"),
    path("start/", start.start, name="start"),
    path("rivers/<int:pk>/", homes.of_river, name="of_river"),
    path("reaches/<int:pk>/", homes.of_reach, name="of_reach"),
    path("duty/", duty.duty, name="duty"),
    path("duty/<int:pk>/", duty.duty_chief, name="duty_chief"),
    path("duty/<int:pk>/diary/", diary.diary, name="diary"),
    path("lagging/", lagging.lagging, name="lagging"),
    path("duty/<int:pk>/remind/", lagging.remind, name="remind"),
    path("duty/<int:pk>/call/", duty.call, name="call"),
]
