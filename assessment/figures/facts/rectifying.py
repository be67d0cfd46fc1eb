"""问题整改: rates over the cohort of issues due in the quarter (never above 100 %), and issues that were late."""

from __future__ import annotations

from functools import partial

from django.db.models import Q

from assessment.figures.facts.base import DONE_STATES, ONE, ZERO, DueIssue, Fact, Quarter, Told, link, read_issues
from assessment.schemes.models import Indicator
from hezhang.core.kernel.words import day_words
from issues.ledger.choices import State


def on_time_rate(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Rectified by the deadline ÷ due in the quarter. Still open, sent back or late is not in time."""
    return [
        Fact(issue.region_id, issue, _done, issue.due_on, ONE if issue.is_in_time else ZERO, ONE)
        for issue in quarter.issues_due
    ]


def close_rate(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Closed by now ÷ due in the quarter: the same cohort as above."""
    return [
        Fact(issue.region_id, issue, _closed, issue.due_on, ZERO if issue.closed_on is None else ONE, ONE)
        for issue in quarter.issues_due
    ]


def late_issues(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Issues that were past their deadline on at least one day of the quarter, those carried over included."""
    start, _ = quarter.period.bounds()
    not_before = ~Q(state__in=list(DONE_STATES)) | Q(applied_at__gte=start) | Q(applied_at=None, closed_at__gte=start)
    # Those that were done before the span began are an earlier round's.
    carried = read_issues(quarter, Q(due_on__lt=quarter.first) & not_before)
    return [
        Fact(issue.region_id, issue, words, issue.due_on, ONE)
        for issues, words in ((carried, partial(_carried, quarter.short)), (quarter.issues_due, _done))
        for issue in issues
        if not issue.is_in_time
    ]


def _told(issue: DueIssue, words: str) -> Told:
    return Told(issue.label, words, link("issues:issue", issue.pk))


def _done(issue: DueIssue) -> Told:
    return _told(issue, _done_words(issue))


def _carried(short: str, issue: DueIssue) -> Told:
    return _told(issue, f"上{short}结转，{_done_words(issue)}")


def _closed(issue: DueIssue) -> Told:
    return _told(issue, _closed_words(issue))


def _done_words(issue: DueIssue) -> str:
    if issue.done_on is None:
        return f"到期未完成整改（{State(issue.state).label}）"
    late = (issue.done_on - issue.due_on).days
    return f"{day_words(issue.done_on)} 完成整改，{f'超期 {late} 天' if late > 0 else '按期'}"


def _closed_words(issue: DueIssue) -> str:
    if issue.closed_on is not None:
        return f"{day_words(issue.closed_on)} 销号"
    return f"尚未销号（{State(issue.state).label}）"
