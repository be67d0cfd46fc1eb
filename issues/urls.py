"""Addresses of issues, gathered from the rooms."""

from issues.batches import urls as batches
from issues.campaigns import urls as campaigns
from issues.closures import urls as closures
from issues.documents import urls as documents
from issues.escalation import urls as escalation
from issues.hints import urls as hints
from issues.leads import urls as leads
from issues.ledger import urls as ledger
from issues.lookback import urls as lookback
from issues.map import urls as map_
from issues.queue import urls as queue
from issues.redating import urls as redating
from issues.stages import urls as stages

app_name = "issues"
urlpatterns = [
    *ledger.urlpatterns,
    *closures.urlpatterns,
    *hints.urlpatterns,
    *leads.urlpatterns,
    *batches.urlpatterns,
    *queue.urlpatterns,
    *redating.urlpatterns,
    *escalation.urlpatterns,
    *stages.urlpatterns,
    *documents.urlpatterns,
    *lookback.urlpatterns,
    *campaigns.urlpatterns,
    *map_.urlpatterns,
]
