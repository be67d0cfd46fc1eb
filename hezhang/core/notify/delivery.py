"""Emptying the outbox: each row leaves at most once, however many processes drain it and wherever they die.

Each channel is drained by itself, and one that fails is let be until the next round: a dead gateway holds up no other.

pending → sending (claimed, with a lease) → sent
                                          → pending again, later   certainly not delivered
                                          → parked                 eight times certainly not delivered
                                          → unknown                nobody knows: a person decides
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from hezhang.core.kernel.words import shortened
from hezhang.core.notify.channels import CHANNELS, Letter, NotDeliveredError
from hezhang.core.notify.models import Outbox, OutboxState

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)  # far longer than a channel's timeouts
# Some two hours in all (wait_after); what fails so long wants a person.
ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
MOST = 500  # rows of one round
GIVE_UP_AFTER = 5  # failures on end: 5 × 5 s of waiting, well within the minute until the next round

Claim = Callable[[int, datetime], bool]


def claim(pk: int, now: datetime) -> bool:
    """Take one row for oneself. The condition in the UPDATE lets only one of two processes have it."""
    free = Outbox.objects.due(now).filter(pk=pk)
    return free.update(state=OutboxState.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1) == 1


def drain(*, at: datetime | None = None, claim: Claim = claim, channel: str | None = None) -> int:
    """Send what is due, over one channel or over each in turn; how many rows this process sent.

    Safe to run anywhere, at any time, at once. ``claim`` can be replaced by the tests that show what happens without
    it. ``at`` fixes the clock.
    """
    give_up_stuck(at=at)
    return sum(_drain(name, at, claim) for name in ([channel] if channel else CHANNELS))


def _drain(channel: str, at: datetime | None, claim: Claim) -> int:
    sent, failures = 0, 0
    # Ids only: each row is read again once it is claimed, since another process may have had it meanwhile.
    due = Outbox.objects.due(at or timezone.now()).filter(channel=channel)
    for pk in list(due.values_list("pk", flat=True)[:MOST]):
        now = at or timezone.now()
        if not claim(pk, now):
            continue
        rows = _bundle(Outbox.objects.select_related("message__user").get(pk=pk), now)
        left = _send(rows, now)
        sent += len(rows) if left else 0
        failures = 0 if left else failures + 1
        if failures == GIVE_UP_AFTER:
            log.warning("channel %s fails: let be until the next round", channel)
            break
    return sent


def _bundle(row: Outbox, now: datetime) -> list[Outbox]:
    """The claimed row, and of a digest whatever else is due for the same person over the same channel, claimed as well."""
    if not row.collects:
        return [row]
    others = Outbox.objects.due(now).filter(channel=row.channel, collects=True, message__user=row.message.user_id)
    taken = {"state": OutboxState.SENDING, "leased_until": now + LEASE, "attempts": F("attempts") + 1}
    # The condition decides again for each row: what another process has taken meanwhile is not taken twice.
    Outbox.objects.due(now).filter(pk__in=list(others.values_list("pk", flat=True))).update(bundle=row.pk, **taken)
    joined = Outbox.objects.filter(bundle=row.pk, state=OutboxState.SENDING).exclude(pk=row.pk)
    return [row, *joined.select_related("message__user").order_by("pk")]


def give_up_stuck(*, at: datetime | None = None) -> int:
    """Rows whose sender died in the middle: whether they left is unknown, so they are never sent again by themselves."""
    stuck = Outbox.objects.stuck(at or timezone.now())
    return stuck.update(state=OutboxState.UNKNOWN, error="发送进程中断，结果未知")


def wait_after(attempts: int) -> timedelta:
    """1, 2, 4 … minutes, at most an hour."""
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)


def _send(rows: Sequence[Outbox], now: datetime) -> bool:
    first = rows[0]
    try:
        CHANNELS[first.channel].send(Letter.of([row.message for row in rows]))
    except NotDeliveredError as wrong:
        # Each by its own count: a row of today joins a digest that has failed since yesterday.
        for row in rows:
            parked = row.attempts >= ATTEMPTS
            state = OutboxState.PARKED if parked else OutboxState.PENDING
            later = {"next_try_at": now + wait_after(first.attempts), "bundle": None}
            _note([row], state=state, error=shortened(str(wrong), 300), **later)
    except Exception as wrong:  # UnclearError, and whatever else: one bad row must not hold up the others
        log.warning("outbox row %s: nobody knows whether it left", first.pk, exc_info=True)
        _note(rows, state=OutboxState.UNKNOWN, error=shortened(str(wrong), 300))
    else:
        _note(rows, state=OutboxState.SENT, sent_at=now, error="")
        return True
    return False


def _note(rows: Sequence[Outbox], **values: object) -> None:
    """The outcome; also for a row that was given up meanwhile, because now it is known."""
    known = [OutboxState.SENDING, OutboxState.UNKNOWN]
    Outbox.objects.filter(pk__in=[row.pk for row in rows], state__in=known).update(leased_until=None, **values)
