"""Words of excuses."""

from django.db import models


class ExcuseKind(models.TextChoices):
    """Why a period is not owed after all."""

    LEAVE = "leave", "请假"
    GRANTED = "granted", "免予要求"
