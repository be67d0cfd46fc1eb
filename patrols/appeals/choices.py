"""Words of appeals."""

from django.db import models

from hezhang.core.kernel.choices import Toned


class AppealState(Toned):
    WAITING = "waiting", "orange", "待答复"
    COUNTS = "counts", "green", "计入"
    EXCUSED = "excused", "green", "免予要求"
    NOT = "not", "grey", "维持原结论"


class Answer(models.TextChoices):
    """What the office may say: a walk counts, a missed period is excused, or it stays as it is."""

    COUNTS = AppealState.COUNTS.value, "计入"
    EXCUSED = AppealState.EXCUSED.value, "免予要求"
    NOT = AppealState.NOT.value, "维持原结论"
