"""Who may do what in a campaign, and how its reaches and teams are drawn."""

from issues.campaigns.rules.drawing import MOST_TRIES, Asked, Drawn, Person, Place, draw, pairs, seed_of_try, spared
from issues.campaigns.rules.powers import (
    is_running,
    is_untouched,
    may_finish,
    may_have_circular,
    may_plan,
    reminded_on,
    sees_campaigns,
    sees_inspections,
)

__all__ = [
    "MOST_TRIES",
    "Asked",
    "Drawn",
    "Person",
    "Place",
    "draw",
    "is_running",
    "is_untouched",
    "may_finish",
    "may_have_circular",
    "may_plan",
    "pairs",
    "reminded_on",
    "seed_of_try",
    "sees_campaigns",
    "sees_inspections",
    "spared",
]
