"""Words of the dossier."""

from django.db import models

from rivers.registry.choices import RiverKind


class Holder(models.TextChoices):
    """What a kind's fields belong to: things of their own beside the water, or a water of that kind."""

    ASSET = "asset", "涉河对象"
    RIVER = RiverKind.RIVER.value, "河流"
    LAKE = RiverKind.LAKE.value, "湖泊"
    RESERVOIR = RiverKind.RESERVOIR.value, "水库"
    WETLAND = RiverKind.WETLAND.value, "湿地"
    CANAL = RiverKind.CANAL.value, "渠道"


class ValueType(models.TextChoices):
    TEXT = "text", "文字"
    NUMBER = "number", "数字"
    DATE = "date", "日期"
    CHOICE = "choice", "选项"
    YES_NO = "yes_no", "是／否"


class Shape(models.TextChoices):
    """What the map draws (static/js/map/spots.js)."""

    CIRCLE = "circle", "圆"
    SQUARE = "square", "方"
    DIAMOND = "diamond", "菱形"
    TRIANGLE = "triangle", "三角"
    CROSS = "cross", "十字"


class Bank(models.TextChoices):
    LEFT = "left", "左岸"
    RIGHT = "right", "右岸"
    MIDDLE = "middle", "河道内"


YES, NO = "是", "否"
