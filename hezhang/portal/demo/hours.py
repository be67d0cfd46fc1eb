"""When things happen in a believable district: pure functions over the working days, the clock and the dice.

Nothing here knows the present moment. What falls after it is left undone by the agenda, and never moved to just before
it: twenty patrols of the same minute are what gives a made-up district away.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import SHANGHAI, Period
from hezhang.core.kernel.workdays import Calendar

ONE_DAY = timedelta(days=1)
SOON = 3  # 整改时限还有 3 天: the first of the shipped reminders

Spans = tuple[tuple[time, time], ...]
MORNING, AFTERNOON = (time(8, 32), time(11, 35)), (time(13, 40), time(17, 20))
OFFICE: Spans = (MORNING, AFTERNOON)
EARLY: Spans = ((time(8, 32), time(10, 40)),)
AFTER_LUNCH: Spans = ((time(13, 40), time(15, 10)),)
# Village chiefs walk before or after their own work, the others within office hours.
BANK: Spans = ((time(6, 40), time(10, 50)), (time(15, 0), time(17, 40)))
# How likely a walk is on a day off, against one on a working day.
DAY_OFF = {Tier.CITY: 0.02, Tier.COUNTY: 0.04, Tier.TOWN: 0.12, Tier.VILLAGE: 0.4}
MINUTES = {Tier.CITY: (45, 110), Tier.COUNTY: (40, 100), Tier.TOWN: (24, 75), Tier.VILLAGE: (13, 52)}


class Hours:
    """Moments of ordinary days."""

    def __init__(self, calendar: Calendar, dice: random.Random) -> None:
        self.calendar, self.dice = calendar, dice

    def within(self, day: date, spans: Spans) -> datetime:
        """A moment of that day in one of the spans, each as likely as it is long."""
        bounds = [
            (datetime.combine(day, first, SHANGHAI), datetime.combine(day, last, SHANGHAI)) for first, last in spans
        ]
        lengths = [(last - first).total_seconds() for first, last in bounds]
        first, last = self.dice.choices(bounds, lengths)[0]
        return first + timedelta(seconds=self.dice.randrange(int((last - first).total_seconds())))

    def office(self, day: date) -> datetime:
        """A moment of that day in office hours."""
        return self.within(day, OFFICE)

    def workday(self, day: date) -> date:
        """That day, or the next working day after it."""
        return day if self.calendar.is_workday(day) else self.calendar.add(day, 1)

    def workdays_ago(self, today: date, count: int) -> date:
        """The so-many-th working day before today; today itself never."""
        return self.calendar.add(today, -count)

    def opens(self, then: datetime) -> datetime:
        """That moment, when the offices are open; otherwise a moment soon after they open again."""
        day, clock = then.date(), then.time()
        if not self.calendar.is_workday(day) or clock > AFTERNOON[1]:
            return self.within(self.calendar.add(day, 1), EARLY)
        if clock < MORNING[0]:
            return self.within(day, EARLY)
        return self.within(day, AFTER_LUNCH) if MORNING[1] < clock < AFTERNOON[0] else then

    def later(self, at: datetime, low: float, high: float) -> datetime:
        """Some hours later, but in office hours."""
        return self.opens(at + timedelta(hours=self.dice.uniform(low, high)))

    def seen_before(self, at: datetime) -> datetime:
        """By daylight, before the office entered it: earlier that day, or the day before."""
        long_enough = at - datetime.combine(at.date(), time(7, 30), SHANGHAI)
        if long_enough > timedelta(hours=3) and self.dice.random() < 0.6:
            return at - timedelta(minutes=self.dice.randrange(25, int(long_enough.total_seconds()) // 60))
        return self.within(at.date() - ONE_DAY, BANK)

    def walk(self, period: Period, tier: str) -> tuple[datetime, datetime]:
        """Start and end of a patrol on some day of the period, rarely on a day off."""
        days = [period.start + ONE_DAY * number for number in range(period.days)]
        weights = [1.0 if self.calendar.is_workday(day) else DAY_OFF[Tier(tier)] for day in days]
        return self.walk_on(self.dice.choices(days, weights)[0], tier)

    def walk_on(self, day: date, tier: str) -> tuple[datetime, datetime]:
        """Start and end of a patrol on that day."""
        start = self.within(day, BANK if tier == Tier.VILLAGE else OFFICE)
        low, high = MINUTES[Tier(tier)]
        return start, start + timedelta(seconds=round(60 * self.dice.triangular(low, high, (2 * low + high) / 3)))

    def due_soon(self, today: date) -> list[date]:
        """Today and the next three days, where they are worked; in a long holiday the days themselves."""
        coming = [today + ONE_DAY * number for number in range(SOON + 1)]
        return [day for day in coming if self.calendar.is_workday(day)] or coming
