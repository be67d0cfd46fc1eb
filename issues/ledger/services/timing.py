"""The clock of one dispatch: its spans, and the due date that follows from them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from hezhang.core.kernel.workdays import Calendar
from issues.clocks import rules as clocks
from issues.clocks.choices import SpanKind
from issues.clocks.rules.replay import Pause, due_on
from issues.ledger.models import ClockSpan, Issue
from issues.ledger.rules import clock_of


def begin_term(issue: Issue, at: datetime) -> None:
    """The clock of a new dispatch; whatever an earlier one left is over. A day that is the rule's own follows the rule."""
    void(issue, at)
    given_on = timezone.localdate(at)
    days = clocks.term_days(issue.track, issue.severity, code=issue.region_id)
    is_rule = bool(days) and Calendar.load().add(given_on, days or 0) == issue.due_on
    end = {"workdays": days} if is_rule else {"ends_on": issue.due_on}
    ClockSpan.objects.create(issue=issue, kind=SpanKind.TERM, begins_on=given_on, **end)


def void(issue: Issue, at: datetime) -> None:
    """The dispatch is over: recalled, returned, or handed to another unit."""
    ClockSpan.objects.in_force().filter(issue=issue).update(void_at=at)


def extend(issue: Issue, until: date, why: str, at: datetime) -> None:
    day = timezone.localdate(at)
    ClockSpan.objects.create(issue=issue, kind=SpanKind.EXTENSION, begins_on=day, ends_on=until, why=why)


def pause(issue: Issue, due: date, why: str, at: datetime) -> None:
    """``due``: what the clock said so far; an issue from before there were spans gets its term from it."""
    day = timezone.localdate(at)
    if not ClockSpan.objects.in_force().filter(issue=issue, kind=SpanKind.TERM).exists():
        begun = timezone.localdate(issue.dispatched_at or at)
        ClockSpan.objects.create(issue=issue, kind=SpanKind.TERM, begins_on=min(begun, due), ends_on=due)
    ClockSpan.objects.create(issue=issue, kind=SpanKind.PAUSE, begins_on=day, why=why)


def lift(issue: Issue, at: datetime) -> None:
    """The pause ends today."""
    open_one = ClockSpan.objects.in_force().filter(issue=issue, kind=SpanKind.PAUSE, ends_on=None)
    open_one.update(ends_on=timezone.localdate(at))


def due_after_lifting(issue: Issue, at: datetime) -> date | None:
    """The due date if the pause that lasts were lifted at that moment."""
    term, extensions, pauses = clock_of(issue)
    day = timezone.localdate(at)
    lifted = [one if one.lifted_on else Pause(one.ordered_on, day, one.why) for one in pauses]
    return due_on(term, extensions, lifted, calendar=Calendar.load()) if term else None
