"""Words of a figure's points."""

from django.db import models


class Counted(models.TextChoices):
    """Where the points of an indicator count."""

    GROUP = "group", "计入分组"
    BONUS = "bonus", "计入加分"
    OVERALL = "overall", "总分倒扣"
    NOT = "not", "不计分"
