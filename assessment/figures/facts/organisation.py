"""组织体系: reaches without a chief, signboards that show a former one."""

from __future__ import annotations

from datetime import timedelta

from assessment.figures.facts.base import ONE, Fact, Quarter, Told, as_told, link
from assessment.schemes.models import Indicator
from assessment.schemes.rules.catalogue import filled
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import day_words
from rivers.boards.facts import with_since
from rivers.boards.models import Signboard
from rivers.boards.rules import overdue_days
from rivers.registry.models import Reach


def chief_gaps(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Town and village reaches that have no responsible chief on the last day (before that: today)."""
    # The county's and the city's own reaches are not a town's to fill.
    reaches = Reach.objects.filter(quarter.within(), tier__in=[Tier.TOWN, Tier.VILLAGE]).without_chief(quarter.as_of)
    rows = reaches.order_by("code").values_list("pk", "region_id", "code", "name", "tier")
    return [
        Fact(region, _told(pk, f"{name}（{code}）", f"{Tier(tier).label}河段没有责任河长"), as_told, quarter.as_of, ONE)
        for pk, region, code, name, tier in rows
    ]


def boards_overdue(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Signboards not renewed within the days of grace after the responsible chief changed."""
    grace = filled(indicator.calculation, indicator.parameters)["grace_days"]
    boards = with_since(Signboard.objects.filter(quarter.within()).standing(quarter.as_of), quarter.as_of)
    rows = (
        boards.filter(chief_since__lte=quarter.as_of - timedelta(days=grace))
        .order_by("code")
        .values_list("pk", "region_id", "code", "place", "chief_since")
    )
    facts = []
    for board, region, code, place, since in rows:
        late = overdue_days(since, quarter.as_of, grace)
        if late:
            words = f"河长于 {day_words(since)} 变更，超过 {grace} 天仍未更新，已超 {late} 天"
            facts.append(
                Fact(
                    region,
                    Told(f"公示牌 {code} {place}".strip(), words, link("rivers:signboard", board)),
                    as_told,
                    since,
                    ONE,
                )
            )
    return facts


def _told(reach: int, label: str, detail: str) -> Told:
    return Told(label, detail, link("rivers:reach", reach))
