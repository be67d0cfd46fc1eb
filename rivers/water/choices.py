"""Words of water quality."""

from django.db import models


class WaterClass(models.IntegerChoices):
    """Classes of GB 3838-2002; 6 stands for 劣Ⅴ."""

    I = 1, "Ⅰ类"  # noqa: E741 - the standard's own numeral
    II = 2, "Ⅱ类"
    III = 3, "Ⅲ类"
    IV = 4, "Ⅳ类"
    V = 5, "Ⅴ类"
    WORSE = 6, "劣Ⅴ类"


class WaterBody(models.TextChoices):
    """Total phosphorus and nitrogen have their own limits in lakes and reservoirs."""

    RIVER = "river", "河流"
    LAKE = "lake", "湖库"


class Monitored(models.TextChoices):
    YES = "yes", "已监测"
    # Dry or frozen is no 劣Ⅴ: such months take no part (不参评), as in 蓟州区's circular of January 2023: 暂停考核（河道封冻）.
    NO_DATA = "no_data", "未监测"
    DRY = "dry", "断流"
    FROZEN = "frozen", "封冻"


class LimitSense(models.TextChoices):
    AT_MOST = "max", "不高于"
    AT_LEAST = "min", "不低于"
    BETWEEN = "range", "介于"


class Outcome(models.TextChoices):
    """What saving a month would do."""

    NEW = "new", "新填"
    CHANGED = "changed", "更正"
    SAME = "same", "没有变化"
    BLANK = "blank", "未填"
    WRONG = "wrong", "有误"
    LATE = "late", "他人已改"
