"""Working days: Monday to Friday, minus statutory holidays, plus make-up workdays (调休).

Source: the State Council's yearly notice on holidays (全国年节及纪念日放假办法), kept as rows of ``Holiday``.
A year without rows is reckoned as plain weeks; ``missing_years`` says for which years the office should be warned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from hezhang.core.kernel.models import DayKind, Holiday

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# The notice for the next year (国务院办公厅关于节假日安排的通知) comes out between late October and late November; the
# settings and the desk both ask from here on.
NOTICE_MONTH = 11


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. Pure: made from the days that differ from the plain week."""

    kinds: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def load(cls, first: date | None = None, last: date | None = None) -> Self:
        """From the holiday table, in one query; the bounds (inclusive) narrow it where a short span is enough."""
        rows = Holiday.objects.all()
        if first:
            rows = rows.filter(day__gte=first)
        if last:
            rows = rows.filter(day__lte=last)
        return cls(dict(rows.values_list("day", "kind")))

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        kind = self.kinds.get(day)
        return day.weekday() < SATURDAY if kind is None else kind == DayKind.WORK

    def add(self, day: date, n: int) -> date:
        """The n-th working day after the day; the day itself does not count. n < 0 reckons backwards, 0 is the day."""
        # Day by day: around a holiday no formula is right, and terms are days, not years.
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def between(self, a: date, b: date) -> int:
        """How many working days lie after ``a`` up to and including ``b``; negative when ``b`` is earlier.

        So that ``between(day, add(day, n)) == n`` for every n ≥ 0.
        """
        if b < a:
            return -self.between(b, a)
        return sum(self.is_workday(a + timedelta(days=i)) for i in range(1, (b - a).days + 1))


def missing_years(today: date) -> list[int]:
    """Years that the holiday table should hold and does not: this one, and from November on the next."""
    wanted = [today.year] + ([today.year + 1] if today.month >= NOTICE_MONTH else [])
    known = {day.year for day in Holiday.objects.dates("day", "year")}
    return [year for year in wanted if year not in known]
