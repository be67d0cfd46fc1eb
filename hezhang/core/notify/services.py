"""Telling people: the in-app message and the outbox rows, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.kernel.words import shortened
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.channels import switched_on
from hezhang.core.notify.choices import Pace
from hezhang.core.notify.models import Message, Outbox, OutboxState, SendingHours
from hezhang.core.notify.rules import Hours, leaves_at

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def tell(
    user_id: int,
    *,
    kind: str,
    title: str,
    key: str,
    body: str = "",
    url: str = "",
    why: str = "",
    pace: str = Pace.SOON,
    at: datetime | None = None,
) -> bool:
    """Write one message, once per ``key`` for ever; False when that key was told before.

    ``why``: 为什么收到, a sentence for the one who gets it. ``pace``: how soon it may leave the house.
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
                why=shortened(why, 100),
                key=key,
                created_at=at,
            )
    except IntegrityError:
        return False
    _hand_out(message, pace, at)
    return True


def _hand_out(message: Message, pace: str, at: datetime) -> None:
    """A row for each channel that is switched on and knows where to find the person."""
    ways = [name for name, channel in switched_on().items() if channel.reaches(message)]
    if not ways:
        return
    first = leaves_at(pace, at, _hours(), Calendar.load(first=timezone.localdate(at)))
    rows = [Outbox(message=message, channel=name, next_try_at=first, collects=pace == Pace.DIGEST) for name in ways]
    Outbox.objects.bulk_create(rows)


def _hours() -> Hours:
    row = SendingHours.objects.first()
    return Hours(row.first_hour, row.last_hour, row.digest_hour) if row else Hours()


def mark_read(message: Message, *, at: datetime | None = None) -> None:
    """The first opening counts; later ones change nothing."""
    Message.objects.filter(pk=message.pk).unread().update(read_at=at or timezone.now())


def mark_all_read(*, by: Post, at: datetime | None = None) -> int:
    """All of the person's messages; how many were unread."""
    return Message.objects.visible_to(by).unread().update(read_at=at or timezone.now())


def take_back(urls: set[str], why: str, *, since: datetime, at: datetime | None = None) -> int:
    """Messages since then that lead to one of these addresses, or to a step below it: their rows are gone.

    They lose their link, say ``why`` and count as read; what has not left the house stays in it. How many.
    """
    found = Message.objects.filter(created_at__gte=since).exclude(url="") if urls else Message.objects.none()
    dead = [one for one in found.iterator() if not urls.isdisjoint(_paths(one.url))]
    for one in dead:
        one.url, one.body = "", shortened(f"{one.body}（{why}）", 500)
        one.read_at = one.read_at or at or timezone.now()
    Message.objects.bulk_update(dead, ["url", "body", "read_at"], batch_size=500)
    Outbox.objects.filter(message__in=[one.pk for one in dead], state=OutboxState.PENDING).delete()
    return len(dead)


def _paths(url: str) -> set[str]:
    """The address and all above it: /issues/5/sign-for/ lies below /issues/5/."""
    path = urlsplit(url).path
    return {path[: at + 1] for at, letter in enumerate(path) if letter == "/"}
