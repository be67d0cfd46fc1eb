"""What can be done with a handover sheet: each verb of its workflow table is one function here; beside them, how it opens."""

from rivers.handover.services.following import follow_cut, unfollow_cut
from rivers.handover.services.giving import fold
from rivers.handover.services.leaving import leave
from rivers.handover.services.opening import follow_change, foretell, note_heads
from rivers.handover.services.reminding import remind
from rivers.handover.services.signing import file_paper, hand_over, recount, take_over, undo, witness

__all__ = [
    "file_paper",
    "fold",
    "follow_change",
    "follow_cut",
    "foretell",
    "hand_over",
    "leave",
    "note_heads",
    "recount",
    "remind",
    "take_over",
    "undo",
    "unfollow_cut",
    "witness",
]
