"""Words of the reminders."""

from django.db import models


class ReminderTo(models.TextChoices):
    """The rungs of the ladder, from below."""

    UNIT = "unit", "责任单位经办人"
    OFFICE = "office", "河长办"
    CHIEF = "chief", "责任河长"
    UNIT_HEAD = "head", "责任单位负责人"
    TOWN_CHIEF = "town", "乡镇级河长"
    COUNTY = "county", "区县河长办"
    COUNTY_CHIEF = "district", "区县级河长"
