"""Emptying the outbox: each row leaves at most once, however many processes drain it and wherever they die.

pending → sending (claimed, with a lease) → sent
                                          → pending again, later   certainly not delivered
                                          → parked                 eight times certainly not delivered
                                          → unknown                nobody knows: a person decides
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from hezhang.core.kernel.words import shortened
from hezhang.core.notify.channels import CHANNELS, NotDeliveredError
from hezhang.core.notify.models import Outbox, OutboxState

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)  # far longer than a channel's timeouts
# Some two hours in all (wait_after); what fails so long wants a person.
ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
MOST = 500  # rows of one round

Claim = Callable[[int, datetime], bool]


def claim(pk: int, now: datetime) -> bool:
    """Take one row for oneself. The condition in the UPDATE lets only one of two processes have it."""
    free = Outbox.objects.due(now).filter(pk=pk)
    return free.update(state=OutboxState.SENDING, leased_until=now + LEASE, attempts=F("attempts") + 1) == 1


def drain(*, at: datetime | None = None, claim: Claim = claim) -> int:
    """Send what is due; how many rows this process sent. Safe to run anywhere, at any time, at once.

    ``claim`` can be replaced by the tests that show what happens without it. ``at`` fixes the clock.
    """
    give_up_stuck(at=at)
    sent = 0
    # Ids only: each row is read again once it is claimed, since another process may have had it meanwhile.
    for pk in list(Outbox.objects.due(at or timezone.now()).values_list("pk", flat=True)[:MOST]):
        now = at or timezone.now()
        if claim(pk, now):
            sent += _send(Outbox.objects.select_related("message__user").get(pk=pk), now)
    return sent


def give_up_stuck(*, at: datetime | None = None) -> int:
    """Rows whose sender died in the middle: whether they left is unknown, so they are never sent again by themselves."""
    stuck = Outbox.objects.stuck(at or timezone.now())
    return stuck.update(state=OutboxState.UNKNOWN, error="发送进程中断，结果未知")


def wait_after(attempts: int) -> timedelta:
    """1, 2, 4 … minutes, at most an hour."""
    return min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)


def _send(row: Outbox, now: datetime) -> bool:
    try:
        CHANNELS[row.channel](row.message)
    except NotDeliveredError as wrong:
        parked = row.attempts >= ATTEMPTS
        state = OutboxState.PARKED if parked else OutboxState.PENDING
        _note(row, state=state, error=shortened(str(wrong), 300), next_try_at=now + wait_after(row.attempts))
    except Exception as wrong:  # UnclearError, and whatever else: one bad row must not hold up the others
        log.warning("outbox row %s: nobody knows whether it left", row.pk, exc_info=True)
        _note(row, state=OutboxState.UNKNOWN, error=shortened(str(wrong), 300))
    else:
        _note(row, state=OutboxState.SENT, sent_at=now, error="")
        return True
    return False


def _note(row: Outbox, **values: object) -> None:
    """The outcome; also for a row that was given up meanwhile, because now it is known."""
    mine = Outbox.objects.filter(pk=row.pk, state__in=[OutboxState.SENDING, OutboxState.UNKNOWN])
    mine.update(leased_until=None, **values)
