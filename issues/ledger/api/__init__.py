"""The ledger, as other systems read it, report to it, and take their own steps in it."""

from hezhang.core.api.doors import Door
from issues.ledger.api.doors import Problems

DOORS: list[type[Door]] = [Problems]
