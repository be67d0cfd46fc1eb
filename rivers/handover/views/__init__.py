"""Pages of handovers."""

from rivers.handover.views.pages import handover, handovers, leave
from rivers.handover.views.verbs import file_paper, hand_over, recount, take_over, undo, witness

__all__ = [
    "file_paper",
    "hand_over",
    "handover",
    "handovers",
    "leave",
    "recount",
    "take_over",
    "undo",
    "witness",
]
