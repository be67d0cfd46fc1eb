"""Addresses of the ledger's part of the map."""

from django.urls import path

from issues.map import views

urlpatterns = [
    path("map/", views.ledger_map, name="ledger_map"),
    path("map/points/", views.ledger_points, name="ledger_points"),
    path("map/rows/", views.ledger_rows, name="ledger_rows"),
    path("map/<int:pk>/", views.map_issue, name="map_issue"),
    path("map/leads/<int:pk>/", views.map_lead, name="map_lead"),
]
