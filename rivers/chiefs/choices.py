"""What a person may be to a reach."""

from django.db import models


class TenureKind(models.TextChoices):
    RESPONSIBLE = "responsible", "责任河长"
    DEPUTY = "deputy", "副河长"
    # Districts keep these lists beside the chiefs; only RESPONSIBLE owes patrols and is scored.
    POLICE = "police", "警长"
    LIAISON = "liaison", "联系单位"
    PATROLLER = "patroller", "巡河员"
    CIVIL = "civil", "民间河长"


class TermWhat(models.TextChoices):
    """What has to be done within a time when a chief changes."""

    HANDOVER = "handover", "离任交水"
    BOARD = "board", "公示牌更新"


class TermUnit(models.TextChoices):
    DAY = "day", "日"
    WORKDAY = "workday", "工作日"
    MONTH = "month", "个月"
