"""The ledger as a list."""

from issues.ledger.lists.bulk import EXPORT, QUEUE, bulk_for
from issues.ledger.lists.ledger import LEDGER, UNIT_LEDGER, home_ledger_for, ledger_for, source

__all__ = ["EXPORT", "LEDGER", "QUEUE", "UNIT_LEDGER", "bulk_for", "home_ledger_for", "ledger_for", "source"]
