"""Words of campaigns."""

from __future__ import annotations

from django.db import models

from hezhang.core.kernel.choices import Tier, Toned


class Kind(models.TextChoices):
    """督查: each quarter, 明查 and 暗访 (MWR's own scheme); 双随机: what is looked at and who looks, both by lot."""

    INSPECTION = "inspection", "督查"
    RANDOM = "random", "双随机抽查"
    SPECIAL = "special", "专项行动"


class Manner(models.TextChoices):
    COVERT = "covert", "暗访"
    OPEN = "open", "明查"


class How(models.TextChoices):
    """How many reaches are drawn."""

    EACH = "each", "每个乡镇每级抽几条"
    SHARE = "share", "按百分比，分摊到各乡镇"


class CampaignState(Toned):
    DRAFT = "draft", "草拟"
    DRAWN = "drawn", "orange", "已抽取"
    RUNNING = "running", "blue", "进行中"
    FINISHED = "finished", "green", "已办结"
    CANCELLED = "cancelled", "已取消"


class VisitState(Toned):
    OPEN = "open", "orange", "待检查"
    DONE = "done", "green", "已检查"


class Result(Toned):
    PASS = "pass", "green", "合格"
    FAIL = "fail", "red", "不合格"
    NONE = "none", "不涉及"


# Reaches that towns and villages answer for, and the county's own; a city's are not the county's to inspect.
TIERS = [(tier.value, tier.label) for tier in (Tier.VILLAGE, Tier.TOWN, Tier.COUNTY)]
# What the teams may know of.
SENT = frozenset({CampaignState.RUNNING, CampaignState.FINISHED})
# Before anything has been seen.
EARLY = frozenset({CampaignState.DRAFT, CampaignState.DRAWN})
