"""Gathers the addresses of the rooms."""

from rivers.boards.urls import urlpatterns as boards
from rivers.chiefs.urls import urlpatterns as chiefs
from rivers.registry.urls import urlpatterns as registry
from rivers.water.urls import urlpatterns as water

app_name = "rivers"
urlpatterns = [*registry, *chiefs, *boards, *water]
