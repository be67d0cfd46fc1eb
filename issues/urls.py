"""Addresses of issues, gathered from the rooms."""

from issues.ledger import urls as ledger
from issues.map import urls as map_

app_name = "issues"
urlpatterns = [*ledger.urlpatterns, *map_.urlpatterns]
