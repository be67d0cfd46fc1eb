"""Addresses of 设置; they stand in the namespace of the kit's pages, see hezhang/urls.py."""

from django.urls import path

from hezhang.core.office.parameters import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/<slug:key>/", views.setting, name="setting"),
    path("settings/<slug:key>/new/", views.add_setting, name="add_setting"),
    path("settings/<slug:key>/customise/", views.customise_setting, name="customise_setting"),
    path("settings/<slug:key>/restore/", views.restore_setting, name="restore_setting"),
    path("settings/<slug:key>/<str:pk>/edit/", views.edit_setting, name="edit_setting"),
    path("settings/<slug:key>/<str:pk>/delete/", views.delete_setting, name="delete_setting"),
]
