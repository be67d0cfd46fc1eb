"""What can be done with a handover sheet: each verb of its workflow table is one function here; beside them, how it opens."""

from rivers.handover.services.leaving import leave
from rivers.handover.services.opening import follow_change, foretell
from rivers.handover.services.reminding import remind
from rivers.handover.services.signing import file_paper, hand_over, recount, take_over, undo, witness

__all__ = [
    "file_paper",
    "follow_change",
    "foretell",
    "hand_over",
    "leave",
    "recount",
    "remind",
    "take_over",
    "undo",
    "witness",
]
