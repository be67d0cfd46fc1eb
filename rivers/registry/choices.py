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


# Of a river that flows into another: the side from which it comes, looking downstream.
SIDES = [(Bank.LEFT.value, Bank.LEFT.label), (Bank.RIGHT.value, Bank.RIGHT.label)]


class Coded(models.TextChoices):
    """What codes are made up for, each by a rule of its own."""

    RIVER = "river", "河流"
    LAKE = "lake", "湖泊"
    RESERVOIR = "reservoir", "水库"
    WETLAND = "wetland", "湿地"
    CANAL = "canal", "渠道"
    REACH = "reach", "河段"
    ASSET = "asset", "涉河对象"
    BOARD = "board", "公示牌"
