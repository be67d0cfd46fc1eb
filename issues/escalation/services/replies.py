"""The steps of a notice that was sent. All of them go through the engine.

Common to all: ``once`` is the form's own number, ``at`` the time of the act (default now).
Raised: NotAllowed 403, SomebodyWasFaster 409.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.escalation.models import Notice, NoticeTransition
from issues.escalation.workflow import TABLE


def reply_notice(
    notice: Notice, *, by: Post, reply: str, once: UUID | None = None, at: datetime | None = None
) -> NoticeTransition:
    """答复: what was done, and what is still to come."""
    at = at or timezone.now()
    values = {"reply": reply.strip(), "replied_at": at, "replied_by": by.user}
    return engine.carry_out(TABLE, notice, Step("reply_notice", by, values, reply.strip(), at, once))


def accept_reply(notice: Notice, *, by: Post, once: UUID | None = None, at: datetime | None = None) -> NoticeTransition:
    """确认办结."""
    return engine.carry_out(TABLE, notice, Step("accept_reply", by, at=at or timezone.now(), once=once))


def return_reply(
    notice: Notice, *, by: Post, words: str, once: UUID | None = None, at: datetime | None = None
) -> NoticeTransition:
    """退回答复: it says too little; what was said stays among the steps."""
    values = {"reply": "", "replied_at": None, "replied_by": None}
    return engine.carry_out(TABLE, notice, Step("return_reply", by, values, words.strip(), at or timezone.now(), once))


def withdraw_notice(
    notice: Notice, *, by: Post, words: str, once: UUID | None = None, at: datetime | None = None
) -> NoticeTransition:
    """撤回督办: sent by mistake, or overtaken. Its number is not used again."""
    return engine.carry_out(TABLE, notice, Step("withdraw_notice", by, {}, words.strip(), at or timezone.now(), once))
