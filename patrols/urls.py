"""Doors of patrols."""

from django.urls import path

from patrols.views import duty, photos, records, submitting, walking

app_name = "patrols"
urlpatterns = [
    path("", records.patrols, name="patrols"),
    path("start/", walking.start, name="start"),
    path("walk/", walking.walk, name="walk"),
    path("submit/", submitting.submit, name="submit"),
    path("backfill/", records.backfill, name="backfill"),
    path("duty/", duty.duty, name="duty"),
    path("duty/<int:pk>/", duty.duty_chief, name="duty_chief"),
    path("photos/<int:pk>/", photos.finding_photo, name="finding_photo"),
    path("rivers/<int:pk>/", records.of_river, name="of_river"),
    path("<int:pk>/", records.patrol, name="patrol"),
]
