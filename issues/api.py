"""Gathers the doors of the rooms, and what is pushed to other systems."""

from hezhang.core.api.doors import Door
from issues.feed.api import DOORS as FEED
from issues.feed.api import PUSHED
from issues.leads.api import DOORS as LEADS
from issues.ledger.api import DOORS as LEDGER

DOORS: list[type[Door]] = [*LEDGER, *LEADS, *FEED]

__all__ = ["DOORS", "PUSHED"]
