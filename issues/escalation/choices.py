"""Words of the steps above a reminder."""

from __future__ import annotations

from django.db import models

from hezhang.core.kernel.choices import Toned


class NoticeKind(models.TextChoices):
    """In the order of their weight (苍溪县 2018: 提示 → 约谈 → 通报; 督办 as in 夏河县)."""

    HINT = "hint", "提示单"
    SUPERVISE = "supervise", "督办单"
    TALK = "talk", "约谈通知"
    LISTED = "listed", "挂牌督办"

    @property
    def weight(self) -> int:
        return list(NoticeKind).index(self)


class NoticeState(Toned):
    SENT = "sent", "orange", "待答复"
    REPLIED = "replied", "blue", "待确认"
    DONE = "done", "green", "已办结"
    WITHDRAWN = "withdrawn", "grey", "已撤回"


# What still waits for somebody.
WAITING = frozenset({NoticeState.SENT, NoticeState.REPLIED})
