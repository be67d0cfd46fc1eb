"""Suggestions, and why: pure functions over words and counts."""

from issues.hints.rules.classes import Suggestion, suggest_classes, suggest_grades
from issues.hints.rules.learning import Learned, learn
from issues.hints.rules.places import bigrams, likeness
from issues.hints.rules.units import Handled, suggest_units

__all__ = [
    "Handled",
    "Learned",
    "Suggestion",
    "bigrams",
    "learn",
    "likeness",
    "suggest_classes",
    "suggest_grades",
    "suggest_units",
]
