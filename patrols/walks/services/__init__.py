"""What can be done with a walk: hand it in (again, with more), or enter it for somebody."""

from patrols.walks.services.refusals import PatrolConflict, PatrolUnlikely
from patrols.walks.services.submitting import Submitted, backfill_patrol, submit_patrol
from patrols.walks.services.telling import MAX_FINDINGS, MAX_PHOTOS, FindingIn

__all__ = [
    "MAX_FINDINGS",
    "MAX_PHOTOS",
    "FindingIn",
    "PatrolConflict",
    "PatrolUnlikely",
    "Submitted",
    "backfill_patrol",
    "submit_patrol",
]
