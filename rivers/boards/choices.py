"""Words of the signboards: what may stand on one, and how an inspection finds it."""

from django.db import models

from hezhang.core.kernel.choices import Toned


class Part(models.TextChoices):
    """What a pattern may place on a side; offices name the parts by these words."""

    TITLE = "title", "标题"
    REACH = "reach", "河段"
    SPAN = "span", "起止"
    LENGTH = "length", "长度"
    RANGE = "range", "管理范围"
    CHIEFS = "chiefs", "河长"
    KEEPERS = "keepers", "协管人员"
    DUTIES = "duties", "职责"
    TARGET = "target", "目标水质"
    GOAL = "goal", "治理目标"
    PHONES = "phones", "监督电话"
    SLOGAN = "slogan", "标语"
    SKETCH = "sketch", "示意图"
    QR = "qr", "二维码"
    SIGNED = "signed", "落款"
    BANS = "bans", "禁止行为"


class Found(Toned):
    """How a board was found at an inspection."""

    SOUND = "sound", "green", "完好"
    DAMAGED = "damaged", "orange", "破损"
    MISSING = "missing", "red", "缺失"
    OUTDATED = "outdated", "orange", "内容过期"
    HIDDEN = "hidden", "orange", "遮挡"
