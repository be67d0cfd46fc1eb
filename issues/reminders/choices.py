"""Words of the reminders."""

from django.db import models


class ReminderTo(models.TextChoices):
    UNIT = "unit", "责任单位经办人"
    OFFICE = "office", "河长办"
    CHIEF = "chief", "责任河长"
