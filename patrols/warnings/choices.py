"""Words of warnings."""

from django.db import models

from patrols.norms.choices import WarningLevel

__all__ = ["LEVEL_TONES", "WarningKind", "WarningLevel"]

# A colour never stands alone: the word is beside it.
LEVEL_TONES = {WarningLevel.YELLOW: "orange", WarningLevel.ORANGE: "orange", WarningLevel.RED: "red"}


class WarningKind(models.TextChoices):
    """三类预警 (广州 2021)."""

    CIRCULAR = "circular", "通报预警"
    WATER = "water", "水质预警"
    ISSUE = "issue", "问题预警"
