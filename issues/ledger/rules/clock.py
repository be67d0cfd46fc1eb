"""What the clock of a dispatch says by the calendar of today, beside the day that is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.workdays import Calendar
from issues.clocks.choices import SpanKind
from issues.clocks.rules.replay import Extension, Pause, Term, due_on
from issues.ledger.choices import RUNNING_STATES
from issues.ledger.models import ClockSpan, Issue

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Clock = tuple[Term | None, list[Extension], list[Pause]]


def clock_of(issue: Issue) -> Clock:
    """What the present dispatch's due date is made of; an issue from before there were spans has the day it was given."""
    return clocks_of([issue])[issue.pk]


def clocks_of(issues: Iterable[Issue]) -> dict[int, Clock]:
    """The same of many, in one question."""
    issues = list(issues)
    spans: dict[int, list[ClockSpan]] = defaultdict(list)
    for span in ClockSpan.objects.in_force().filter(issue__in=[issue.pk for issue in issues]):
        spans[span.issue_id].append(span)
    return {issue.pk: _clock(issue, spans[issue.pk]) for issue in issues}


def _clock(issue: Issue, spans: list[ClockSpan]) -> Clock:
    term = next((Term(one.begins_on, one.workdays, one.ends_on) for one in spans if one.kind == SpanKind.TERM), None)
    term = term or _unwritten_term(issue)
    extensions = [
        Extension(one.begins_on, one.ends_on) for one in spans if one.kind == SpanKind.EXTENSION and one.ends_on
    ]
    return term, extensions, [Pause(one.begins_on, one.ends_on, one.why) for one in spans if one.kind == SpanKind.PAUSE]


def _unwritten_term(issue: Issue) -> Term | None:
    if issue.dispatched_at is None or issue.due_on is None:
        return None
    return Term(min(timezone.localdate(issue.dispatched_at), issue.due_on), until=issue.due_on)


def due_by(clock: Clock, calendar: Calendar) -> date | None:
    """The due date as that calendar has it; None without a clock, or while a pause lasts."""
    term, extensions, pauses = clock
    return due_on(term, extensions, pauses, calendar=calendar) if term else None


def may_redate(issue: Issue, post: Post, at: datetime) -> Verdict:
    """按日历改期: only where the calendar says another day; and nobody becomes late by a change of the calendar."""
    due = due_by(clock_of(issue), Calendar.load()) if issue.state in RUNNING_STATES else None
    if due is None or due == issue.due_on:
        return no("整改时限与现行的工作日表一致，不需要改期。")
    return yes_if(due >= timezone.localdate(at), "按现行的工作日表推算，到期日已经过去；不提前，原来的整改时限有效。")
