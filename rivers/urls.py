"""Gathers the addresses of the rooms."""

from rivers.acting.urls import urlpatterns as acting
from rivers.assets.urls import urlpatterns as assets
from rivers.boards.urls import urlpatterns as boards
from rivers.chiefs.urls import urlpatterns as chiefs
from rivers.cutting.urls import urlpatterns as cutting
from rivers.handover.urls import urlpatterns as handover
from rivers.heads.urls import urlpatterns as heads
from rivers.lines.urls import urlpatterns as lines
from rivers.map.urls import urlpatterns as map_
from rivers.plans.urls import urlpatterns as plans
from rivers.registry.urls import urlpatterns as registry
from rivers.water.urls import urlpatterns as water

app_name = "rivers"
urlpatterns = [
    *registry,
    *lines,
    *heads,
    *chiefs,
    *acting,
    *boards,
    *water,
    *assets,
    *plans,
    *handover,
    *cutting,
    *map_,
]
