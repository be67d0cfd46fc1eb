"""What can be done with a walk: hand it in, or enter it for somebody."""

from patrols.walks.services.refusals import PatrolConflict, PatrolRefused
from patrols.walks.services.submitting import (
    MAX_FINDINGS,
    MAX_PHOTOS,
    FindingIn,
    Submitted,
    backfill_patrol,
    submit_patrol,
)

__all__ = [
    "MAX_FINDINGS",
    "MAX_PHOTOS",
    "FindingIn",
    "PatrolConflict",
    "PatrolRefused",
    "Submitted",
    "backfill_patrol",
    "submit_patrol",
]
