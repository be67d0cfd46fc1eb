"""The ledger as a list."""

from issues.ledger.lists.ledger import LEDGER, UNIT_LEDGER, ledger_for, source

__all__ = ["LEDGER", "UNIT_LEDGER", "ledger_for", "source"]
