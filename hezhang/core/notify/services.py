"""Telling people: the in-app message and the outbox rows, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from hezhang.core.kernel.words import shortened
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.channels import switched_on
from hezhang.core.notify.choices import Pace
from hezhang.core.notify.models import Message, Outbox, OutboxState, SendingHours
from hezhang.core.notify.rules import Hours, leaves_at

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """What one person is to be told, once per ``key`` for ever.

    ``why``: 为什么收到, a sentence for the one who gets it. ``pace``: how soon it may leave the house.
    """

    user_id: int
    kind: str
    title: str
    key: str
    body: str = ""
    url: str = ""
    why: str = ""
    pace: str = Pace.SOON

    def message(self, at: datetime) -> Message:
        """Not stored yet."""
        return Message(
            user_id=self.user_id,
            kind=self.kind,
            title=shortened(self.title, 120),
            body=shortened(self.body, 500),
            url=self.url,
            why=shortened(self.why, 100),
            key=self.key,
            created_at=at,
        )


def tell(user_id: int, *, kind: str, title: str, key: str, at: datetime | None = None, **more: str) -> bool:
    """Write one message, once per ``key`` for ever; False when that key was told before. ``more``: see Notice.

    The unique constraint on ``key`` is the guard: two processes may call this at the same moment.
    """
    return _tell(Notice(user_id=user_id, kind=kind, title=title, key=key, **more), at or timezone.now())


def tell_all(notices: Sequence[Notice], *, at: datetime) -> int:
    """The same for many, in a statement each for messages and outbox; how many were written.

    If one of them cannot be (another process told it meanwhile, its person is gone), each is written by itself, so that
    it takes no other along.
    """
    if not notices:
        return 0
    try:
        with transaction.atomic():
            _write(notices, at)
    except DatabaseError:
        return sum(_tell(notice, at) for notice in notices)
    return len(notices)


def _tell(notice: Notice, at: datetime) -> bool:
    try:
        # A savepoint: on PostgreSQL the refused insert would spoil the caller's whole transaction.
        with transaction.atomic():
            _write([notice], at)
    except IntegrityError:
        return False
    return True


def _write(notices: Sequence[Notice], at: datetime) -> None:
    """The messages, and a row for each channel that is switched on and knows where to find the person."""
    messages = Message.objects.bulk_create(notice.message(at) for notice in notices)
    if not (channels := switched_on()):
        return
    prefetch_related_objects(messages, "user")
    hours, calendar = _hours(), Calendar.load(first=timezone.localdate(at))
    first = {pace: leaves_at(pace, at, hours, calendar) for pace in {notice.pace for notice in notices}}
    Outbox.objects.bulk_create(
        Outbox(message=message, channel=name, next_try_at=first[notice.pace], collects=notice.pace == Pace.DIGEST)
        for notice, message in zip(notices, messages, strict=True)
        for name, channel in channels.items()
        if channel.reaches(message)
    )


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
