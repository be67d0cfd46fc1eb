"""Addresses of registry."""

from django.urls import path

from rivers.registry.views import reaches, rivers

urlpatterns = [
    path("", rivers.rivers, name="rivers"),
    path("new/", rivers.create_river, name="create_river"),
    path("<int:pk>/", rivers.river, name="river"),
    path("<int:pk>/reaches/", rivers.river_reaches, name="river_reaches"),
    path("<int:pk>/history/", rivers.river_history, name="river_history"),
    path("<int:pk>/edit/", rivers.edit_river, name="edit_river"),
    path("<int:river_pk>/reaches/new/", reaches.create_reach, name="create_reach"),
    path("reaches/", reaches.reaches, name="reaches"),
    path("reaches/<int:pk>/", reaches.reach, name="reach"),
    path("reaches/<int:pk>/history/", reaches.reach_history, name="reach_history"),
    path("reaches/<int:pk>/edit/", reaches.edit_reach, name="edit_reach"),
]
