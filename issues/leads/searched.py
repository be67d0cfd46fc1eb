"""What leads are found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from hezhang.core.search.sources import Hit, Source, register
from issues.leads.models import Lead
from issues.leads.rules import sees_leads

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def text(lead: Lead) -> str:
    above = lead.region.parent.name if lead.region.parent else ""
    reach = lead.reach.name if lead.reach else ""
    words = [lead.outside_number, lead.text, lead.place, lead.finding, lead.river.name, reach, lead.region.name, above]
    return " ".join(words)


def hit(lead: Lead) -> Hit:
    told = [lead.get_source_display(), lead.outside_number, lead.get_state_display(), lead.region.name, lead.river.name]
    return Hit(lead.text, " · ".join(word for word in map(str, told) if word), lead.get_absolute_url())


def rows(post: Post) -> QuerySet[Lead]:
    return Lead.objects.visible_to(post).select_related("region", "river")


register(
    Source(
        kind="lead",
        title="问题线索",
        icon="info",
        model=Lead,
        text=text,
        fields=frozenset({"outside_number", "text", "place", "finding", "river", "reach", "region"}),
        joined=("river", "reach", "region__parent"),
        leans={"river": "name", "reach": "name", "region": "name", "region__parent": "name"},
        rank=15,
        rows=rows,
        order=("-found_at", "-pk"),
        hit=hit,
        list_url="issues:leads",
        list_also="tab=all&",
        rule=sees_leads,
    )
)
