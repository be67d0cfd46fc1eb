"""What somebody who sets out is told of the ledger: what is open at the reach, and what became of the last findings there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from hezhang.core.kernel.words import due_words, shortened
from issues.ledger.choices import State
from issues.ledger.models import Issue
from patrols.walks.facts.before import Open

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def open_at(post: Post, reaches: Collection[int], today: date, most: int) -> dict[int, tuple[list[Open], int]]:
    """By reach the most pressing ones, and how many there are; one query."""
    pressing = [F("due_sort").asc(), F("found_at").desc(), F("pk").desc()]
    rows = Issue.objects.visible_to(post).open().filter(reach__in=reaches)
    ranked = rows.annotate(
        nth=Window(RowNumber(), partition_by=[F("reach")], order_by=pressing),
        among=Window(Count("pk"), partition_by=[F("reach")]),
    )
    found: dict[int, tuple[list[Open], int]] = {}
    for issue in ranked.filter(nth__lte=most).select_related("category").order_by(*pressing):
        found.setdefault(issue.reach_id, ([], issue.among))[0].append(_open(issue, today))
    return found


def _open(issue: Issue, today: date) -> Open:
    parts = [
        issue.category.name if issue.category else "",
        str(State(issue.state).label),
        due_words(issue.awaited_on, today),
        issue.number,
    ]
    note = " · ".join(part for part in parts if part)
    return {"title": shortened(issue.text, 40), "note": note, "url": issue.get_absolute_url()}


def ended_as(post: Post, findings: Collection[int]) -> dict[int, str]:
    """By finding, how its problem stands; what the post may not see is not told. One query."""
    rows = Issue.objects.visible_to(post).filter(finding__in=findings).order_by("pk")
    return {finding: str(State(state).label) for finding, state in rows.values_list("finding_id", "state")}
