"""When a message leaves the house. Pure: over the office's hours and the calendar of working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from hezhang.core.kernel.workdays import Calendar
from hezhang.core.notify.choices import Pace

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """From ``first`` o'clock until before ``last``; the digest goes at ``digest`` on working days."""

    first: int = 8
    last: int = 20
    digest: int = 9


def leaves_at(pace: str, at: datetime, hours: Hours, calendar: Calendar) -> datetime:
    """The first moment from ``at`` on at which it may go: urgent ones at once, others not at night, digests once a day.

    Every day has its quiet hours; only the digest waits for a working day.
    """
    if pace == Pace.URGENT:
        return at
    here = timezone.localtime(at)
    if pace == Pace.SOON:
        if here.hour < hours.first:
            return _on(here, hours.first)
        return at if here.hour < hours.last else _on(here + ONE_DAY, hours.first)
    day = here if here <= _on(here, hours.digest) else here + ONE_DAY
    while not calendar.is_workday(day.date()):
        day += ONE_DAY
    return _on(day, hours.digest)


def _on(day: datetime, hour: int) -> datetime:
    return datetime.combine(day.date(), time(hour), tzinfo=day.tzinfo)
