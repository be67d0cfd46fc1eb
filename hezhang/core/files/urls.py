"""Addresses of files."""

from django.urls import path

from hezhang.core.files import views

app_name = "files"
urlpatterns: list = [
    path("photos/stage/", views.stage_photo, name="stage_photo"),
]
