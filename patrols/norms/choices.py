"""Words of norms."""

from django.db import models

from hezhang.core.kernel.choices import Tier

__all__ = [
    "HIGHEST_FIRST",
    "THIS_PERIOD",
    "CheckGroup",
    "KindUse",
    "NormScope",
    "NormUnit",
    "PatrolKind",
    "Tier",
    "WarningLevel",
]


class PatrolKind(models.TextChoices):
    ROUTINE = "routine", "日常巡河"
    SPECIAL = "special", "专项巡河"
    COVERT = "covert", "暗访"
    JOINT = "joint", "联合巡河"
    # 广州 (多样化巡河) counts both for chiefs from county level up: a drone where nobody can walk, a meeting held at the river.
    DRONE = "drone", "无人机巡河"
    MEETING = "meeting", "现场办公"


# Not a kind of its own, but a way in which a walk may come: whether that counts is asked beside its kind.
ENTERED = "entered"
ENTERED_WORDS = "补录"
# Nor this: by somebody else, whom the chief asked by name (decision 0072).
DEPUTED = "deputed"
WAYS = [*PatrolKind.choices, (ENTERED, "补录（河长办录入、导入的）"), (DEPUTED, "代巡（河长请人代巡的）")]
# Kinds for which minutes on the bank say nothing.
UNTIMED_KINDS = frozenset({PatrolKind.DRONE, PatrolKind.MEETING})


class KindUse(models.TextChoices):
    """What a district has a kind of patrol be for the chiefs of a tier. One that is not offered is still taken in."""

    COUNTS = "counts", "计入"
    NOT = "not", "不计入"
    UNUSED = "unused", "不采用"


class NormUnit(models.TextChoices):
    # All of these occur: 甘南州 asks per year, 广州 asked in 2018 for every working day, Shandong for a 旬 from towns.
    YEAR = "year", "年"
    HALF_YEAR = "half_year", "半年"
    QUARTER = "quarter", "季度"
    MONTH = "month", "月"
    HALF_MONTH = "half_month", "半月"
    TEN_DAYS = "ten_days", "旬"
    WEEK = "week", "周"
    WORKDAY = "workday", "工作日"
    DAY = "day", "日"


# The running period as people say it.
THIS_PERIOD = {
    "year": "今年", "half_year": "本半年", "quarter": "本季度", "month": "本月", "half_month": "本半月",
    "ten_days": "本旬", "week": "本周", "workday": "今天", "day": "今天",
}  # fmt: skip


class NormScope(models.TextChoices):
    # 丁湖镇 (泗县, Anhui) asks for every river of a chief; most places ask once, wherever the chief walked.
    PER_CHIEF = "chief", "每名河长"
    PER_REACH = "reach", "每条河段"


class WarningLevel(models.TextChoices):
    """预警等级 (广州 2021, 差异化巡查): with several at once the highest holds."""

    YELLOW = "yellow", "黄色"
    ORANGE = "orange", "橙色"
    RED = "red", "红色"


HIGHEST_FIRST = (WarningLevel.RED, WarningLevel.ORANGE, WarningLevel.YELLOW)


class CheckGroup(models.TextChoices):
    """The eight groups of the code table of 西宁, and 其他."""

    WATER = "water", "水体"
    SURFACE = "surface", "河面"
    CHANNEL = "channel", "河中"
    BANK = "bank", "河岸"
    ACTIVITY = "activity", "涉水活动"
    OUTLET = "outlet", "排污口"
    SIGNBOARD = "signboard", "公示牌"
    WORKS = "works", "水工建筑物"
    OTHER = "other", "其他"
