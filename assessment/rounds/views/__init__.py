"""Pages of assessment rounds."""

from assessment.rounds.views.opening import open_
from assessment.rounds.views.pages import round_, rounds, score, subject
from assessment.rounds.views.verbs import add_entry, compute, freeze, override, withdraw_entry

__all__ = [
    "add_entry",
    "compute",
    "freeze",
    "open_",
    "override",
    "round_",
    "rounds",
    "score",
    "subject",
    "withdraw_entry",
]
