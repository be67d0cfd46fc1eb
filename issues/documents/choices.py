"""Words of the ledger's papers."""

from django.db import models


class PaperKind(models.TextChoices):
    """Which paper an office may have a template of its own for."""

    DISPATCH = "dispatch", "交办单"
    CLOSING = "closing", "销号表"
    HINT = "hint", "提示单"
    SUPERVISE = "supervise", "督办单"
    TALK = "talk", "约谈通知"
    LISTED = "listed", "挂牌督办"
