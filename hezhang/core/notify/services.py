"""Telling people: the in-app message and the outbox rows, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.kernel.words import shortened
from hezhang.core.notify.models import Message, Outbox

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

WEBHOOK = "webhook"


def channels() -> list[str]:
    """The outside channels that this district has switched on; in-app is always there."""
    return [WEBHOOK] if settings.NOTIFY_WEBHOOK_URL else []


def tell(
    user_id: int, *, kind: str, title: str, key: str, body: str = "", url: str = "", at: datetime | None = None
) -> bool:
    """Write one message, once per ``key`` for ever; False when that key was told before.

    The unique constraint on ``key`` is the guard: two processes may call this at the same moment.
    """
    at = at or timezone.now()
    try:
        # A savepoint: on PostgreSQL the refused insert would spoil the caller's whole transaction.
        with transaction.atomic():
            message = Message.objects.create(
                user_id=user_id,
                kind=kind,
                title=shortened(title, 120),
                body=shortened(body, 500),
                url=url,
                key=key,
                created_at=at,
            )
    except IntegrityError:
        return False
    Outbox.objects.bulk_create([Outbox(message=message, channel=name, next_try_at=at) for name in channels()])
    return True


def mark_read(message: Message, *, at: datetime | None = None) -> None:
    """The first opening counts; later ones change nothing."""
    Message.objects.filter(pk=message.pk).unread().update(read_at=at or timezone.now())


def mark_all_read(*, by: Post, at: datetime | None = None) -> int:
    """All of the person's messages; how many were unread."""
    return Message.objects.visible_to(by).unread().update(read_at=at or timezone.now())
