"""Addresses of the map."""

from django.urls import path

from rivers.map.views import editing, homes, shown

urlpatterns = [
    path("map/", shown.map_, name="map"),
    path("<int:pk>/map/", homes.river_map, name="river_map"),
    path("reaches/<int:pk>/map/", homes.reach_map, name="reach_map"),
    path("map/lines/", shown.map_lines, name="map_lines"),
    path("map/points/", shown.map_points, name="map_points"),
    path("map/colours/", shown.map_colours, name="map_colours"),
    path("map/rows/", shown.map_rows, name="map_rows"),
    path("map/reaches/<int:pk>/", shown.map_reach, name="map_reach"),
    path("map/rivers/<int:pk>/", shown.map_river, name="map_river"),
    path("map/boards/<int:pk>/", shown.map_board, name="map_board"),
    path("map/sections/<int:pk>/", shown.map_section, name="map_section"),
    path("map/assets/<int:pk>/", shown.map_asset, name="map_asset"),
    path("reaches/<int:pk>/line/", editing.draw_line, name="draw_line"),
    path("signboards/<int:pk>/move/", editing.move_signboard, name="move_signboard"),
    path("assets/<int:pk>/move/", editing.move_asset, name="move_asset"),
    path("sections/<int:pk>/move/", editing.move_section, name="move_section"),
]
