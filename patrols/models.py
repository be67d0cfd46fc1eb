"""The models of all rooms, where Django looks for them."""

from patrols.norms.models import CheckItem, Norm, Threshold
from patrols.walks.models import Finding, FindingPhoto, Patrol, Review, Supplement

__all__ = ["CheckItem", "Finding", "FindingPhoto", "Norm", "Patrol", "Review", "Supplement", "Threshold"]
