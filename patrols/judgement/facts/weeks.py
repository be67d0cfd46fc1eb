"""The table of duties by week: each line of the table cut into the weeks in which its periods end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, repeat, takewhile

from hezhang.core.kernel.periods import Period, period_of
from patrols.judgement.facts.table import DutyTable, Group, short_label
from patrols.norms.rules.duty import ChiefDuty

A_WEEK = timedelta(days=7)
# From here on a colour says that it is well, half or ill; the figures stand in every cell beside it.
WELL, HALF = 0.9, 0.6


@dataclass(frozen=True)
class Cell:
    """What was owed and done in the periods of one line that end in one week."""

    week: Period
    due: int
    met: int

    @property
    def key(self) -> str:
        """2026-w47, for the address."""
        return week_key(self.week)

    @property
    def tone(self) -> str:
        """ "" where nothing was owed."""
        if not self.due:
            return ""
        rate = self.met / self.due
        return "well" if rate >= WELL else "half" if rate >= HALF else "ill"


@dataclass(frozen=True)
class Weeks:
    """Of each line of the table its weeks; the sums of a line's cells are the line's own figures."""

    weeks: list[Period]
    rows: list[tuple[Group, list[Cell]]]

    @property
    def heads(self) -> list[tuple[str, str]]:
        """(第47周, 11月16日–22日)."""
        return [(short_label(week), week.label.split("（")[1].rstrip("）")) for week in self.weeks]


def week_key(week: Period) -> str:
    year, number, _ = week.start.isocalendar()
    return f"{year}-w{number:02d}"


def by_week(table: DutyTable) -> Weeks:
    """The weeks of the table's days, with nothing asked of the database."""
    first, last = table.asked.days
    mondays = accumulate(repeat(A_WEEK), lambda day, step: day + step, initial=period_of("week", first).start)
    weeks = [period_of("week", day) for day in takewhile(lambda day: day <= last, mondays)]
    return Weeks(weeks, [(group, _cells(group.duties, weeks)) for group in table.groups])


def _cells(duties: list[ChiefDuty], weeks: list[Period]) -> list[Cell]:
    due: Counter[date] = Counter()
    met: Counter[date] = Counter()
    for owed in (owed for duty in duties for owed in duty.owed):
        for period, walked in zip(owed.periods, owed.walked, strict=True):
            monday = period.end - timedelta(days=period.end.weekday())
            due[monday] += 1
            met[monday] += walked >= owed.times
    return [Cell(week, due[week.start], met[week.start]) for week in weeks]
