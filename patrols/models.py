"""The models of all rooms, where Django looks for them."""

from patrols.appeals.models import Appeal, AppealPhoto, AppealTerm
from patrols.delegations.models import Delegation
from patrols.excuses.models import Excuse
from patrols.norms.models import CheckItem, KindRule, Norm, Threshold
from patrols.oddities.models import Check, Oddity, OddityRule
from patrols.tracks.models import Track, TrackChunk, TrackRule
from patrols.walks.models import Finding, FindingPhoto, Patrol, Review, Supplement
from patrols.warnings.models import RiverWarning

__all__ = [
    "Appeal",
    "AppealPhoto",
    "AppealTerm",
    "Check",
    "CheckItem",
    "Delegation",
    "Excuse",
    "Finding",
    "FindingPhoto",
    "KindRule",
    "Norm",
    "Oddity",
    "OddityRule",
    "Patrol",
    "Review",
    "RiverWarning",
    "Supplement",
    "Threshold",
    "Track",
    "TrackChunk",
    "TrackRule",
]
