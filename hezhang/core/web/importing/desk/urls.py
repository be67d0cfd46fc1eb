"""Addresses of the import desk."""

from django.urls import path

from hezhang.core.web.importing.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("file/", views.take_file, name="take_file"),
    path("check/", views.check, name="check"),
    path("columns/", views.map_columns, name="map_columns"),
    path("apply/", views.apply_upload, name="apply_upload"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/undo/", views.undo_import, name="undo_import"),
]
