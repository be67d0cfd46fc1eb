"""By when an issue is due. Every refusal says what to do instead."""

from __future__ import annotations

from datetime import date, timedelta

from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.workdays import Calendar
from issues.clocks.models import DeadlineRule

LONGEST = timedelta(days=5 * 366)  # the longest works; a later day is a slip of the year


def deadline(track: str, severity: str, day: date, *, code: str, calendar: Calendar | None = None) -> date | None:
    """The due date of an issue handed out on that day, in working days; None when no rule holds in the region ``code``."""
    days = term_days(track, severity, code=code)
    # Counted from the day after: who is handed an issue at five in the evening has not had that day.
    return (calendar or Calendar.load()).add(day, days) if days else None


def term_days(track: str, severity: str, *, code: str) -> int | None:
    """Working days that the office of the region ``code`` allows; None when no rule holds."""
    rule = DeadlineRule.objects.in_force(code).filter(track=track, severity=severity).first()
    return rule.workdays if rule else None


def may_extend_to(day: date, due_on: date, today: date) -> Verdict:
    """An extension ends later than what it extends, and not in the past."""
    if day <= due_on:
        return no("延期后的时限须晚于现在的时限。")
    return may_be_due(day, today)


def may_be_due(day: date | None, today: date) -> Verdict:
    """The office may set any date from today on, within reason: a slip of the year must not silence the clock."""
    if day is None:
        return no("没有适用的整改时限规则，请填写整改时限。")
    if day > today + LONGEST:
        return no("整改时限不能超过五年，请核对年份。")
    return yes_if(day >= today, "整改时限不能早于今天。")
