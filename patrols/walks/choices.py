"""Words of patrols."""

from django.db import models

from hezhang.core.kernel.choices import Toned
from patrols.norms.choices import PatrolKind

__all__ = ["POOR_ACCURACY_M", "Counting", "FindingState", "PatrolKind", "Ruling"]

POOR_ACCURACY_M = 100.0  # positions with a larger radius of error are marked


class Counting(models.TextChoices):
    """Whether a patrol counts towards the norm. Thresholds ship switched off, and never block a submission."""

    COUNTS = "counts", "计入"
    NOT = "not", "不计入"
    REVIEW = "review", "待复核"


class Ruling(models.TextChoices):
    """What the office says of a walk that the system did not count by itself; the values are those of ``Counting``."""

    ACCEPTED = Counting.COUNTS.value, "认可"
    DECLINED = Counting.NOT.value, "不予认可"


class FindingState(Toned):
    SETTLED = "settled", "green", "当场解决"
    OPEN = "open", "orange", "需要处理"
