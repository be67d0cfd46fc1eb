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
