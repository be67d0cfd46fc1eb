"""What pages show of tenures: those of a reach, and who answered for it on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import day_before, gaps, standing
from rivers.registry.facts import Branch, tree_of
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

IN_ORDER = list(TenureKind)


def tenures_of(reach: Reach, today: date) -> list[tuple[Tenure, str]]:
    """Every tenure of the reach with its standing in one word; those in office first, then the latest."""
    tenures = list(Tenure.objects.filter(reach=reach).select_related("post__user", "post__region", "post__department"))
    tenures.sort(key=lambda one: (one.ends_on is not None and one.ends_on < today, -one.starts_on.toordinal()))
    return [(one, standing(one.starts_on, one.ends_on, today)) for one in tenures]


@dataclass(frozen=True)
class Line:
    """Who had a reach in charge on the day; ``reach`` is None where the tier has none above the one asked about."""

    tier: Tier
    reach: Reach | None
    tenures: list[Tenure]

    @property
    def responsible(self) -> Tenure | None:
        return next((one for one in self.tenures if one.kind == TenureKind.RESPONSIBLE), None)

    @property
    def others(self) -> list[Tenure]:
        return [one for one in self.tenures if one.kind != TenureKind.RESPONSIBLE]

    @property
    def words(self) -> str | None:
        """尚有田（上桥村 · 村级河长 · 村党支部书记）; None for nobody."""
        return str(self.responsible.post) if self.responsible else None


@dataclass(frozen=True)
class Answer:
    """Who was responsible for the reach on the day: its own tier and those above; below it as a tree, where asked."""

    reach: Reach
    day: date
    lines: list[Line]
    below: list[tuple[Branch, Line]]

    @property
    def by_tier(self) -> dict[str, str | None]:
        """Name and post of the responsible chief by tier (city, county, town, village), None for nobody."""
        return {line.tier.value: line.words for line in self.lines}


def who_was(reach: Reach, day: date, *, below: Iterable[Reach] = ()) -> Answer:
    """责任终身追究 asks for that day. Two queries, and ``below`` (reaches under it, in the asker's scope)."""
    chain = {Tier(one.tier): one for one in _upwards(Reach.objects.with_parents().get(pk=reach.pk))}
    branches = tree_of(below)
    held = _held([*chain.values(), *(branch.reach for branch in branches)], day)
    lines = [Line(tier, chain.get(tier), held.get(chain[tier].pk, []) if tier in chain else []) for tier in TIER_ORDER]
    under = [(one, Line(Tier(one.reach.tier), one.reach, held.get(one.reach.pk, []))) for one in branches]
    return Answer(reach, day, lines, under)


def _upwards(reach: Reach | None) -> Iterator[Reach]:
    while reach:
        yield reach
        reach = reach.parent


def _held(reaches: Iterable[Reach], day: date) -> dict[int, list[Tenure]]:
    """The tenures of that day by reach: the responsible chief first, then in the order of the kinds."""
    rows = Tenure.objects.current(day).filter(reach__in=[reach.pk for reach in reaches])
    rows = rows.select_related("post__user", "post__region", "post__department").order_by("-starts_on", "id")
    found: dict[int, list[Tenure]] = {}
    for one in sorted(rows, key=lambda one: IN_ORDER.index(TenureKind(one.kind))):
        found.setdefault(one.reach_id, []).append(one)
    return found


def before_gaps(post: Post) -> QuerySet[Tenure]:
    """Responsible tenures after whose last day nobody followed on the next, in the post's scope."""
    seen = Tenure.objects.visible_to(post).filter(kind=TenureKind.RESPONSIBLE)
    # A reach whose only tenure runs on has no gap: nearly all of them.
    ended = seen.filter(ends_on__isnull=False).order_by().values("reach")
    spans: dict[int, dict[int, tuple[date, date | None]]] = defaultdict(dict)
    rows = seen.filter(reach__in=ended).order_by().values_list("reach", "pk", "starts_on", "ends_on", "post__ends_on")
    for reach, pk, start, end, post_end in rows:
        spans[reach][pk] = start, min((day for day in (end, post_end) if day), default=None)
    found: list[int] = []
    for held in spans.values():
        lasts = {day_before(first) for first, _ in gaps(held.values())}
        found += [pk for pk, (start, end) in held.items() if end in lasts and end is not None and end >= start]
    return Tenure.objects.filter(pk__in=found)


def below_of(reach: Reach, post: Post) -> list[Reach]:
    """The reaches under this one that the post may see."""
    return list(Reach.objects.visible_to(post).below(reach).select_related("region"))
