"""Words of the registry."""

from django.db import models


class RiverKind(models.TextChoices):
    RIVER = "river", "河流"
    LAKE = "lake", "湖泊"
    RESERVOIR = "reservoir", "水库"
    WETLAND = "wetland", "湿地"
    CANAL = "canal", "渠道"


class Bank(models.TextChoices):
    BOTH = "both", "两岸"
    LEFT = "left", "左岸"
    RIGHT = "right", "右岸"
