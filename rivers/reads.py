"""Reads that join several tables of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.choices import TenureKind
from rivers.models import Reach, River, Section, SectionMonth, Signboard, Tenure, WaterLimit, WaterStandard
from rivers.water import Limit

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region


def standard_for(month: date) -> WaterStandard | None:
    """The standard in force in that month; None before the first one."""
    return WaterStandard.objects.filter(valid_from__lte=month).order_by("-valid_from").first()


def limits_of(standard: WaterStandard) -> list[Limit]:
    """The standard's limit table in the shape that ``water.classify`` takes."""
    return [
        Limit(row.item, row.item_name, row.water_class, row.limit, row.sense, row.upper, row.body, row.is_assessed)
        for row in WaterLimit.objects.filter(standard=standard)
    ]


def first_free(codes: Iterable[str], prefix: str) -> int:
    """The first free serial behind a prefix: R0001 … R0007 → 8."""
    taken = [int(code[len(prefix) :]) for code in codes if code.startswith(prefix) and code[len(prefix) :].isdigit()]
    return max(taken, default=0) + 1


def next_river_code(region: Region) -> str:
    """County's six digits, R and a serial of four digits: 330303R0008."""
    prefix = f"{region.code[:6]}R"
    codes = River.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    return f"{prefix}{first_free(codes, prefix):04d}"


def next_reach_code(river: River) -> str:
    """The river's code and a serial of three digits: 330303R0008-004."""
    prefix = f"{river.code}-"
    codes = Reach.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    return f"{prefix}{first_free(codes, prefix):03d}"


def rivers_of(post: Post, today: date) -> QuerySet[River]:
    """Rivers in the post's scope with ``reach_count`` and ``gap_count`` (reaches without a responsible chief)."""
    reaches = Reach.objects.visible_to(post).filter(river=OuterRef("pk"))
    return (
        River.objects.visible_to(post)
        .select_related("region")
        .annotate(reach_count=_count(reaches), gap_count=_count(reaches.without_chief(today)))
    )


def _count(rows: QuerySet[Reach]) -> Coalesce:
    counted = rows.order_by().values("river").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_chiefs(rows: QuerySet[Reach], today: date) -> QuerySet[Reach]:
    """Reaches with ``current_tenures``: those in office today, the responsible chief first."""
    held = Tenure.objects.current(today).select_related("post__user", "post__region", "post__department")
    ordered = held.order_by("-kind", "starts_on")
    return rows.select_related("region").prefetch_related(Prefetch("tenures", ordered, to_attr="current_tenures"))


@dataclass(frozen=True)
class Branch:
    """A reach in the tree of its river; ``depth`` 0 is the outermost that the post may see."""

    reach: Reach
    depth: int


def tree_of(reaches: Iterable[Reach]) -> list[Branch]:
    """The reaches nested under their parents, each level in the order of codes."""
    rows = list(reaches)
    known = {reach.pk for reach in rows}
    under: dict[int | None, list[Reach]] = {}
    for reach in sorted(rows, key=lambda one: (TIER_ORDER.index(Tier(one.tier)), one.code)):
        under.setdefault(reach.parent_id if reach.parent_id in known else None, []).append(reach)

    def walk(parent: int | None, depth: int) -> Iterable[Branch]:
        for reach in under.get(parent, []):
            yield Branch(reach, depth)
            yield from walk(reach.pk, depth + 1)

    return list(walk(None, 0))


def boards_of(rows: QuerySet[Signboard], today: date) -> QuerySet[Signboard]:
    """Signboards with ``stale_since``: the first responsible chief who took office after the board was renewed."""
    changes = Tenure.objects.filter(
        reach=OuterRef("reach"), kind=TenureKind.RESPONSIBLE, starts_on__gt=OuterRef("renewed_on"), starts_on__lte=today
    )
    first = changes.order_by().values("reach").annotate(first=Min("starts_on")).values("first")
    return rows.select_related("reach", "region").annotate(stale_since=Subquery(first))


def stale(rows: QuerySet[Signboard]) -> QuerySet[Signboard]:
    """Boards that show a chief who is no longer in office."""
    return rows.filter(stale_since__isnull=False)


def overdue(rows: QuerySet[Signboard], today: date, grace: int) -> QuerySet[Signboard]:
    """Stale boards whose grace (days) has run out."""
    return rows.filter(stale_since__lt=today - timedelta(days=grace))


def sections_of(rows: QuerySet[Section]) -> QuerySet[Section]:
    """Sections with the latest month that was assessed: ``latest_month`` and ``latest_class``."""
    months = SectionMonth.objects.filter(section=OuterRef("pk"), water_class__isnull=False).order_by("-month")
    return rows.select_related("river", "region").annotate(
        latest_month=Subquery(months.values("month")[:1]), latest_class=Subquery(months.values("water_class")[:1])
    )
