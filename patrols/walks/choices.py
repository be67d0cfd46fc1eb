"""Words of patrols."""

from django.db import models

from hezhang.core.kernel.choices import Toned

POOR_ACCURACY_M = 100.0  # positions with a larger radius of error are marked


class PatrolKind(models.TextChoices):
    ROUTINE = "routine", "日常巡河"
    SPECIAL = "special", "专项巡河"
    COVERT = "covert", "暗访"
    JOINT = "joint", "联合巡河"
    # Counted as patrols like any other (广州, 多样化巡河): a drone where nobody can walk, a meeting held at the river.
    DRONE = "drone", "无人机巡河"
    MEETING = "meeting", "现场办公"


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
