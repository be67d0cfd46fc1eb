"""The defaults that ship with the product, as data, gathered from the rooms. None overwrites an edited row."""

from issues.campaigns import defaults as campaigns
from issues.clocks import defaults as clocks
from issues.escalation import defaults as escalation
from issues.hints import defaults as hints
from issues.leads import defaults as leads
from issues.ledger import defaults as ledger
from issues.lookback import defaults as lookback
from issues.reminders import defaults as reminders


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    return sum(room.load() for room in (ledger, clocks, hints, leads, reminders, escalation, lookback, campaigns))
