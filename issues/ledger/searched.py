"""What problems are found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from hezhang.core.accounts.rules import sees_business
from hezhang.core.search.sources import Hit, Source, register
from issues.ledger.models import Issue

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def text(issue: Issue) -> str:
    above = issue.region.parent.name if issue.region.parent else ""
    reach = issue.reach.name if issue.reach else ""
    return " ".join([issue.number, issue.text, issue.place, issue.river.name, reach, issue.region.name, above])


def hit(issue: Issue) -> Hit:
    line = " · ".join([issue.number, issue.get_state_display(), issue.region.name, issue.river.name])
    return Hit(issue.text, line, issue.get_absolute_url())


def rows(post: Post) -> QuerySet[Issue]:
    return Issue.objects.visible_to(post).select_related("region", "river")


register(
    Source(
        kind="issue",
        title="问题",
        icon="clipboard",
        model=Issue,
        text=text,
        fields=frozenset({"number", "text", "place", "river", "reach", "region"}),
        joined=("river", "reach", "region__parent"),
        leans={"river": "name", "reach": "name", "region": "name", "region__parent": "name"},
        rank=10,
        rows=rows,
        order=("-found_at", "-pk"),
        hit=hit,
        list_url="issues:ledger",
        list_also="tab=all&",
        is_large=True,
        rule=sees_business,
    )
)
