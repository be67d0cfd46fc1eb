"""The models of the rooms, gathered for Django; code imports them from their room."""

from assessment.rounds.models import GroupScore, ManualEntry, Round, RoundTransition, Score, ScoreRow, Subject
from assessment.schemes.models import Band, Group, Indicator, Scheme

__all__ = [
    "Band",
    "Group",
    "GroupScore",
    "Indicator",
    "ManualEntry",
    "Round",
    "RoundTransition",
    "Scheme",
    "Score",
    "ScoreRow",
    "Subject",
]
