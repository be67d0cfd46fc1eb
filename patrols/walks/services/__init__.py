"""What can be done with a walk: hand it in (again, with more), enter it for somebody, say whether it counts."""

from patrols.walks.services.judging import Asked, asked_in, asked_of, judge_again, standing_of
from patrols.walks.services.refusals import PatrolConflict, PatrolUnlikely
from patrols.walks.services.reviewing import recall, review
from patrols.walks.services.submitting import Submitted, backfill_patrol, submit_patrol
from patrols.walks.services.supplementing import add_to_patrol
from patrols.walks.services.telling import MAX_FINDINGS, MAX_PHOTOS, FindingIn

__all__ = [
    "MAX_FINDINGS",
    "MAX_PHOTOS",
    "Asked",
    "FindingIn",
    "PatrolConflict",
    "PatrolUnlikely",
    "Submitted",
    "add_to_patrol",
    "asked_in",
    "asked_of",
    "backfill_patrol",
    "judge_again",
    "recall",
    "review",
    "standing_of",
    "submit_patrol",
]
