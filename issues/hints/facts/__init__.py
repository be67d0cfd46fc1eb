"""What is suggested for an issue, and how often that was right."""

from issues.hints.facts.near import Near, near, near_issue
from issues.hints.facts.quality import Tally, measure
from issues.hints.facts.suggesting import Advice, Hints, handled_in, hints, teach, units_of

__all__ = [
    "Advice",
    "Hints",
    "Near",
    "Tally",
    "handled_in",
    "hints",
    "measure",
    "near",
    "near_issue",
    "teach",
    "units_of",
]
