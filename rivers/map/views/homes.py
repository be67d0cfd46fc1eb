"""The tab 地图 of a river and of a reach: the map itself, where it begins with the river or the reach chosen."""

from __future__ import annotations

from django.http import HttpResponse

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import sees_business
from rivers.map.views.shown import map_context
from rivers.registry.views.homes import reach_home, river_home
from rivers.registry.views.reaches import find_reach
from rivers.registry.views.rivers import find_river


@access.when(sees_business)
def river_map(request: PostRequest, pk: int) -> HttpResponse:
    found = find_river(request, pk)
    return river_home(request, found, "map", "rivers/map/river.html", map_context(request.post, f"river-{found.pk}"))


@access.when(sees_business)
def reach_map(request: PostRequest, pk: int) -> HttpResponse:
    found = find_reach(request, pk)
    return reach_home(
        request, found, "map", "rivers/map/reach_home.html", map_context(request.post, f"reach-{found.pk}")
    )
