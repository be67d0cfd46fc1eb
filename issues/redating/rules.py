"""Which stored due dates another table of working days would move, and which of them it has moved already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hezhang.core.kernel.workdays import Calendar
from issues.clocks.choices import NEVER
from issues.ledger.models import Issue
from issues.ledger.rules import clocks_of, due_by

CHUNK = 1000


@dataclass(frozen=True)
class Move:
    """One due date that is another by the calendar; ``is_past``: that day is over, so the stored one stays."""

    issue_id: int
    number: str
    old: date
    new: date
    is_past: bool


def running(rows: QuerySet[Issue]) -> QuerySet[Issue]:
    """Those whose clock runs."""
    return rows.open().filter(due_sort__lt=NEVER, due_on__isnull=False)


def moves(
    rows: QuerySet[Issue], calendar: Calendar, *, today: date, instead_of: Calendar | None = None
) -> Iterator[Move]:
    """Of these rows, the due dates that are other ones by ``calendar``: than what is stored, or than ``instead_of`` has it."""
    ids = list(running(rows).order_by("due_sort", "id").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        part = Issue.objects.filter(pk__in=ids[start : start + CHUNK]).only("number", "due_on", "dispatched_at")
        issues = list(part.order_by("due_sort", "id"))
        clocks = clocks_of(issues)
        for issue in issues:
            old = due_by(clocks[issue.pk], instead_of) if instead_of else issue.due_on
            new = due_by(clocks[issue.pk], calendar)
            if old and new and old != new:
                yield Move(issue.pk, issue.number, old, new, new < today)


def standing(rows: QuerySet[Issue], *, today: date) -> list[Move]:
    """What waits for 按日历改期: by the table that holds now, and not over yet."""
    return [move for move in moves(rows, Calendar.load(), today=today) if not move.is_past]


def touched_by(day: date) -> QuerySet[Issue]:
    """Every running clock, of whatever county, that goes over that day: the table of holidays is one for all."""
    return running(Issue.objects.filter(due_on__gte=day, dispatched_at__date__lt=day))
