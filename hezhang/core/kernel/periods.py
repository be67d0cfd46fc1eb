"""Calendar periods: pure date arithmetic, dates inclusive at both ends.

One rule says where a period belongs: **to the quarter (year, month …) in which its last day lies**. A week from
Monday 28 September to Sunday 4 October is a week of the fourth quarter. So every period belongs to exactly one
quarter, and no rate counts a period twice or loses one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

# All of China keeps one time; deadlines and quarters are reckoned in it wherever the server stands.
SHANGHAI = ZoneInfo("Asia/Shanghai")
WORKDAY = "workday"
ONE_DAY = timedelta(days=1)
_NUMERALS = "零一二三四"


class Workdays(Protocol):
    """What knows which days are worked; see ``workdays.Calendar``."""

    def is_workday(self, day: date) -> bool: ...

    def add(self, day: date, n: int) -> date: ...


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends inclusive, with the label that screens and sheets show."""

    unit: str
    start: date
    end: date
    label: str

    def __str__(self) -> str:
        return self.label

    def __contains__(self, day: date) -> bool:
        return self.contains(day)

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day <= self.end

    def bounds(self) -> tuple[datetime, datetime]:
        """Aware half-open interval [first midnight, midnight after the last day) in Asia/Shanghai."""
        return _midnight(self.start), _midnight(self.end + ONE_DAY)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months(unit: str, year: int, first: int, count: int, label: str) -> Period:
    return Period(unit, date(year, first, 1), _month_end(year, first + count - 1), label)


def _year(day: date) -> Period:
    return _months("year", day.year, 1, 12, f"{day.year}年")


def _half_year(day: date) -> Period:
    second = day.month > 6
    return _months("half_year", day.year, 7 if second else 1, 6, f"{day.year}年{'下' if second else '上'}半年")


def quarter(year: int, n: int) -> Period:
    """The n-th quarter of the year, n from 1 to 4; ValueError otherwise."""
    if n not in (1, 2, 3, 4):
        raise ValueError(f"a year has quarters 1 to 4, not {n}")
    return _months("quarter", year, 3 * n - 2, 3, f"{year}年第{_NUMERALS[n]}季度")


def quarter_of(day: date) -> Period:
    """The quarter that the day lies in."""
    return quarter(day.year, quarter_number(day))


def quarter_number(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def _month(day: date) -> Period:
    return _months("month", day.year, day.month, 1, f"{day.year}年{day.month}月")


def _half_month(day: date) -> Period:
    return _part_of_month("half_month", day, (1, 16), ("上半月", "下半月"))


def _ten_days(day: date) -> Period:
    """旬: 1–10, 11–20, 21–end of the month."""
    return _part_of_month("ten_days", day, (1, 11, 21), ("上旬", "中旬", "下旬"))


def _part_of_month(unit: str, day: date, starts: tuple[int, ...], names: tuple[str, ...]) -> Period:
    index = sum(day.day >= start for start in starts) - 1
    is_last = index == len(starts) - 1
    end = _month_end(day.year, day.month) if is_last else day.replace(day=starts[index + 1] - 1)
    return Period(unit, day.replace(day=starts[index]), end, f"{day.year}年{day.month}月{names[index]}")


def _week(day: date) -> Period:
    """Monday to Sunday, numbered as in ISO 8601 (= GB/T 7408)."""
    start = day - timedelta(days=day.weekday())
    end = start + timedelta(days=6)
    year, number, _ = day.isocalendar()
    last = f"{end.day}日" if end.month == start.month else f"{end.month}月{end.day}日"
    return Period("week", start, end, f"{year}年第{number}周（{start.month}月{start.day}日–{last}）")


def _single(unit: str, day: date) -> Period:
    return Period(unit, day, day, f"{day.year}年{day.month}月{day.day}日")


def _day(day: date) -> Period:
    return _single("day", day)


_MAKERS: dict[str, Callable[[date], Period]] = {
    "year": _year,
    "half_year": _half_year,
    "quarter": quarter_of,
    "month": _month,
    "half_month": _half_month,
    "ten_days": _ten_days,
    "week": _week,
    "day": _day,
}
UNITS = (*_MAKERS, WORKDAY)


def period_of(unit: str, day: date, calendar: Workdays | None = None) -> Period:
    """The period of this unit that the day lies in.

    ``workday`` needs the calendar (ValueError without): a day off belongs to no working day, so the answer for it
    is the next working day, the one that is due then.
    """
    if unit == WORKDAY:
        known = _demand(calendar)
        return _single(WORKDAY, day if known.is_workday(day) else known.add(day, 1))
    if unit not in _MAKERS:
        raise ValueError(f"unknown unit of period: {unit!r}")
    return _MAKERS[unit](day)


def periods_between(unit: str, first: date, last: date, calendar: Workdays | None = None) -> list[Period]:
    """The periods whose last day lies in [first, last], in order; see the rule at the top of this module."""
    found = []
    # May have begun before `first`: by its last day it belongs here.
    period = period_of(unit, first, calendar)
    while period.end <= last:
        found.append(period)
        period = period_of(unit, period.end + ONE_DAY, calendar)
    return found


def previous(period: Period, calendar: Workdays | None = None) -> Period:
    """The period of the same unit just before."""
    if period.unit == WORKDAY:
        return _single(WORKDAY, _demand(calendar).add(period.start, -1))
    return period_of(period.unit, period.start - ONE_DAY, calendar)


def _demand(calendar: Workdays | None) -> Workdays:
    # Monday to Friday would be a silent lie around every holiday (调休), so there is no default.
    if calendar is None:
        raise ValueError("periods of working days need a calendar")
    return calendar
