"""Addresses of registry."""

from django.urls import path

from rivers.registry.views import reaches, rivers

urlpatterns = [
    path("", rivers.rivers, name="rivers"),
    path("new/", rivers.river_new, name="river_new"),
    path("<int:pk>/", rivers.river, name="river"),
    path("<int:pk>/edit/", rivers.river_edit, name="river_edit"),
    path("<int:river_pk>/reaches/new/", reaches.reach_new, name="reach_new"),
    path("reaches/", reaches.reaches, name="reaches"),
    path("reaches/<int:pk>/", reaches.reach, name="reach"),
    path("reaches/<int:pk>/edit/", reaches.reach_edit, name="reach_edit"),
]
