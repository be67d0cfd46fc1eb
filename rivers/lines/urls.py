"""Addresses of lines."""

from django.urls import path

from rivers.lines import views

urlpatterns = [
    path("near/", views.near, name="near"),
    path("lines/import/", views.import_lines, name="import_lines"),
    path("lines/export/", views.export_lines, name="export_lines"),
]
