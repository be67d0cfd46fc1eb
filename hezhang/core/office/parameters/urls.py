"""Doors of 设置; they stand in the namespace of the kit's pages, see hezhang/urls.py."""

from django.urls import path

from hezhang.core.office.parameters import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/<slug:key>/", views.setting, name="setting"),
    path("settings/<slug:key>/new/", views.setting_new, name="setting_new"),
    path("settings/<slug:key>/<str:pk>/edit/", views.setting_edit, name="setting_edit"),
    path("settings/<slug:key>/<str:pk>/delete/", views.setting_delete, name="setting_delete"),
]
