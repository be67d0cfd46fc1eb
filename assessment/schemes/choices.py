"""Words of the rules: what is counted, and how it becomes points."""

from django.db import models


class IndicatorKind(models.TextChoices):
    AUTO = "auto", "自动计算"
    MANUAL = "manual", "人工录入"


class Calculation(models.TextChoices):
    """The automatic indicators of the default scheme; declared in rules/catalogue, reckoned in figures/facts."""

    CHIEF_GAPS = "chief_gaps", "河段无责任河长"
    BOARDS_OVERDUE = "boards_overdue", "公示牌超期未更新"
    PATROL_RATE = "patrol_rate", "巡河完成率"
    PATROL_ZERO = "patrol_zero", "整季未巡河的河长"
    ON_TIME_RATE = "on_time_rate", "按期整改率"
    CLOSE_RATE = "close_rate", "销号率"
    LATE_ISSUES = "late_issues", "逾期问题"
    WATER_TARGET = "water_target", "断面水质达标"
    WATER_WORSE_V = "water_worse_v", "劣Ⅴ类断面月"
    WATER_RISE = "water_rise", "断面水质提升"


class SubjectKind(models.TextChoices):
    """Who is assessed. Places are scored today; people, units and rivers stand ready for their own indicators."""

    TOWN = "town", "乡镇（街道）"
    COUNTY = "county", "区县"
    CHIEF = "chief", "河长"
    DEPARTMENT = "department", "成员单位"
    RIVER = "river", "河湖"


class IndicatorShape(models.TextChoices):
    """How an indicator turns its figure into points."""

    RATE = "rate", "满分 × 比率"
    DEDUCT = "deduct", "每项扣分"
    BONUS = "bonus", "每项加分"
    OVERALL = "overall", "总分倒扣"
    # In the founding documents: a 劣Ⅴ section that is not removed in time.
    VETO = "veto", "一票否决"
