"""What the registry's pages show: codes to offer, gaps, the tree of a river, the panels of the other rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.dispatch import Signal

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region


def first_free(codes: Iterable[str], prefix: str) -> int:
    """The first free serial behind a prefix: R0001 … R0007 → 8."""
    taken = [int(code[len(prefix) :]) for code in codes if code.startswith(prefix) and code[len(prefix) :].isdigit()]
    # The highest and one more, never a gap: the number in a gap may still stand on a board or in a document.
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
    reaches = Reach.objects.visible_to(post).standing(today).filter(river=OuterRef("pk"))
    return (
        River.objects.visible_to(post)
        .select_related("region")
        .annotate(reach_count=_count(reaches), gap_count=_count(reaches.without_chief(today)))
    )


def _count(rows: QuerySet[Reach]) -> Coalesce:
    # A subquery each: two counts over one join would multiply, and only the post's own reaches are counted.
    counted = rows.values("river").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


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
        # A parent outside the scope is not shown; what lies below it then stands outermost.
        under.setdefault(reach.parent_id if reach.parent_id in known else None, []).append(reach)

    def walk(parent: int | None, depth: int) -> Iterable[Branch]:
        for reach in under.get(parent, []):
            yield Branch(reach, depth)
            yield from walk(reach.pk, depth + 1)

    return list(walk(None, 0))


@dataclass(frozen=True)
class Panel:
    """What another room adds to the page of a river or a reach: a template that finds ``context`` as ``panel``."""

    template: str
    context: dict[str, Any]


def panels(asked: Signal, shown: River | Reach, post: Post, today: date) -> list[Panel]:
    """The panels of the rooms above, in the order in which they listen (``rivers.apps``)."""
    return [panel for _, panel in asked.send(type(shown), shown=shown, post=post, today=today)]
