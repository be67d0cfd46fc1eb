"""A deadline told day by day: which days counted, which did not, and why. Pure: over plain spans and a calendar.

A term begins on the day after it was given (who is handed an issue at five in the evening has not had that day); a pause
likewise from the day after it was ordered, up to and including the day on which it was lifted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hezhang.core.kernel.workdays import Calendar

ONE_DAY = timedelta(days=1)
WEEK = "一二三四五六日"


@dataclass(frozen=True)
class Term:
    """From the day it was given: so many working days, or until a day that the office has named."""

    given_on: date
    workdays: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Extension:
    """延期: granted on a day, until another; what was reckoned before no longer matters."""

    granted_on: date
    until: date


@dataclass(frozen=True)
class Pause:
    """挂起, for an objective reason; ``lifted_on`` None: it lasts."""

    ordered_on: date
    lifted_on: date | None
    why: str

    def holds(self, day: date) -> bool:
        return self.ordered_on < day and (self.lifted_on is None or day <= self.lifted_on)


@dataclass(frozen=True)
class Day:
    """One day of the replay: 2026-10-01, False, 国庆节放假."""

    date: date
    counts: bool
    why: str


@dataclass(frozen=True)
class Replay:
    """``due_on`` is None while a pause lasts: nobody knows yet. ``days``: from the first that could count to the last."""

    due_on: date | None
    days: list[Day] = field(default_factory=list)


def due_on(
    term: Term, extensions: Sequence[Extension] = (), pauses: Sequence[Pause] = (), *, calendar: Calendar
) -> date | None:
    """The last day on which the unit is in time; None while a pause lasts. ValueError for a term without an end."""
    if any(pause.lifted_on is None for pause in pauses):
        return None
    last = max(extensions, key=lambda one: one.granted_on, default=None)
    first, due = (last.granted_on, last.until) if last else (term.given_on, _base(term, calendar))
    # Each working day that was lost moves the end by one; the days it moves over may be lost as well.
    day = first
    while day < due:
        day += ONE_DAY
        if calendar.is_workday(day) and any(pause.holds(day) for pause in pauses):
            due = calendar.add(due, 1)
    return due


def _base(term: Term, calendar: Calendar) -> date:
    if term.until is not None:
        return term.until
    if term.workdays is None:
        raise ValueError("a term has working days or an end")
    return calendar.add(term.given_on, term.workdays)


def replay(
    term: Term,
    extensions: Sequence[Extension] = (),
    pauses: Sequence[Pause] = (),
    *,
    calendar: Calendar,
    today: date,
    names: Mapping[date, str] | None = None,
) -> Replay:
    """Every day from the day after the term was given to the day it ends (to ``today`` while a pause lasts).

    ``names``: of holidays and make-up days, as the table calls them.
    """
    due = due_on(term, extensions, pauses, calendar=calendar)
    first = due_on(term, (), _before(pauses, extensions), calendar=calendar) or today
    days = _days(term.given_on, due or max(today, term.given_on), pauses, calendar, names or {})
    return Replay(due, list(_numbered(days, first)))


def _before(pauses: Sequence[Pause], extensions: Sequence[Extension]) -> list[Pause]:
    """The pauses that the first end had to do with."""
    granted = min((one.granted_on for one in extensions), default=date.max)
    return [pause for pause in pauses if pause.ordered_on < granted and pause.lifted_on is not None]


def _days(
    given_on: date, last: date, pauses: Sequence[Pause], calendar: Calendar, names: Mapping[date, str]
) -> Iterator[tuple[date, str]]:
    """Each day with why it does not count; "" where it does."""
    day = given_on
    while day < last:
        day += ONE_DAY
        held = next((pause for pause in pauses if pause.holds(day)), None)
        if held:
            yield day, f"挂起：{held.why}"
        elif not calendar.is_workday(day):
            yield day, f"{names[day].removesuffix('放假')}放假" if names.get(day) else f"周{WEEK[day.weekday()]}"
        else:
            yield day, ""


def _numbered(days: Iterator[tuple[date, str]], first_due: date) -> Iterator[Day]:
    number = 0
    for day, why in days:
        number += not why
        later = "，延期内" if day > first_due and not why else ""
        yield Day(day, not why, why or f"第 {number} 个工作日{'（调休上班）' if day.weekday() > 4 else ''}{later}")
