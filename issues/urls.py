"""Addresses of issues, gathered from the rooms."""

from issues.ledger import urls as ledger

app_name = "issues"
urlpatterns = ledger.urlpatterns
