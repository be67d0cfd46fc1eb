"""Addresses of tracks."""

from django.urls import path

from patrols.tracks import views

urlpatterns = [
    path("tracks/", views.take_chunk, name="take_chunk"),
    path("<int:pk>/track/", views.track, name="track"),
    path("<int:pk>/track/gpx/", views.track_gpx, name="track_gpx"),
    path("<int:pk>/track/attach/", views.attach_track, name="attach_track"),
]
