"""Addresses of walks."""

from django.urls import path

from patrols.walks.views import adding, photos, records, reviewing, submitting, walking

urlpatterns = [
    path("", records.patrols, name="patrols"),
    path("walk/", walking.walk, name="walk"),
    path("submit/", submitting.submit_patrol, name="submit_patrol"),
    path("backfill/", records.backfill_patrol, name="backfill_patrol"),
    path("photos/<int:pk>/", photos.finding_photo, name="finding_photo"),
    path("<int:pk>/add/", adding.add_to_patrol, name="add_to_patrol"),
    path("<int:pk>/review/", reviewing.review, name="review"),
    path("<int:pk>/recall/", reviewing.recall, name="recall"),
    path("<int:pk>/", records.patrol, name="patrol"),
]
