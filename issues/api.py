"""Gathers the doors of the rooms."""

from hezhang.core.api.doors import Door
from issues.feed.api import DOORS as FEED
from issues.ledger.api import DOORS as LEDGER

DOORS: list[type[Door]] = [*LEDGER, *FEED]
