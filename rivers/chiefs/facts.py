"""What pages show of tenures: those of a reach, and who answered for it on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from hezhang.core.accounts.rules import may_manage_people
from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import day_before, gaps, standing
from rivers.registry.facts import Branch, tree_of
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

IN_ORDER = list(TenureKind)


def tenures_of(reach: Any, today: date) -> list[tuple[Tenure, str]]:
    """Every tenure of the reach (of ``read_tenures``), its standing in one word; those in office first, then the latest."""
    tenures: list[Tenure] = sorted(reach.all_tenures, key=lambda one: (IN_ORDER.index(one.kind), one.pk))
    tenures.sort(key=lambda one: (one.ends_on is not None and one.ends_on < today, -one.starts_on.toordinal()))
    return [(one, standing(one.starts_on, one.ends_on, today)) for one in tenures]


def tenures_of_person(user: int, post: Post, today: date) -> list[tuple[Tenure, str]]:
    """What somebody holds and held of reaches in the post's scope, as ``tenures_of``: those in office first."""
    rows = Tenure.objects.visible_to(post).filter(post__user=user).select_related("post__region", "reach__river")
    held = [(one, standing(one.starts_on, one.ends_on, today)) for one in rows.order_by("-starts_on", "reach__code")]
    return sorted(held, key=lambda row: row[1] == "已离任")


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
        """尚有田（上桥村 · 村级河长 · 村党支部书记）, 由某某代理 while on leave; None for nobody."""
        if self.responsible is None:
            return None
        return f"{self.responsible.post}{f'，由{self.acting}代理' if self.acting else ''}"

    @property
    def acting(self) -> str:
        """Who stands in for the responsible chief that day."""
        found: Any = self.responsible
        return (found and found.acting_name) or ""


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
    rows = rows.with_acting(day)
    found: dict[int, list[Tenure]] = {}
    for one in sorted(rows, key=lambda one: IN_ORDER.index(TenureKind(one.kind))):
        found.setdefault(one.reach_id, []).append(one)
    return found


class Held(NamedTuple):
    """A reach in the overview of its river, and who answers for it; the addresses are "" where the post may not go."""

    reach: Reach
    tenure: Tenure | None
    reach_url: str
    person_url: str


@dataclass(frozen=True)
class TierLine:
    """Who answers for a river at one tier."""

    tier: Tier
    rows: list[Held]

    @property
    def vacant(self) -> int:
        return sum(1 for one in self.rows if one.tenure is None)


def answering(river: River, post: Post, today: date) -> list[TierLine]:
    """Four tiers, the city's first: the post's own reaches of the river, and those that they lie in. Two queries."""
    seen = Reach.objects.visible_to(post).filter(river=river).standing(today).with_parents()
    rows = Tenure.objects.current(today).filter(reach__river=river, kind=TenureKind.RESPONSIBLE)
    rows = rows.select_related("post__user", "post__region", "post__department").with_acting(today)
    return _tier_lines({one.pk: one for reach in seen for one in _upwards(reach)}, rows, post)


def answering_for(reach: Reach, post: Post) -> list[TierLine]:
    """The same for one reach (of ``read_tenures``): its own tier and those above. No query."""
    chain: dict[int, Any] = {one.pk: one for one in _upwards(reach)}
    held = [tenure for one in chain.values() for tenure in one.current_tenures]
    return [line for line in _tier_lines(chain, held, post) if line.rows]


def _tier_lines(reaches: dict[int, Reach], tenures: Iterable[Tenure], post: Post) -> list[TierLine]:
    held = {one.reach_id: one for one in tenures if one.kind == TenureKind.RESPONSIBLE}
    ordered = sorted(reaches.values(), key=lambda one: one.code)
    opens = bool(may_manage_people(post))
    return [
        TierLine(tier, [_held_row(one, held.get(one.pk), post, opens) for one in ordered if one.tier == tier])
        for tier in TIER_ORDER
    ]


def _held_row(reach: Reach, tenure: Tenure | None, post: Post, opens: bool) -> Held:
    reach_url = reach.get_absolute_url() if post.region.contains(reach.region_id) else ""
    is_near = opens and tenure is not None and post.region.contains(tenure.post.region_id)
    return Held(reach, tenure, reach_url, reverse("people:person", args=[tenure.post.user_id]) if is_near else "")


def before_gaps(post: Post) -> QuerySet[Tenure]:
    """Responsible tenures after whose last day nobody followed on the next, in the post's scope."""
    seen = Tenure.objects.visible_to(post).filter(kind=TenureKind.RESPONSIBLE)
    # A reach whose only tenure runs on has no gap: nearly all of them.
    ended = seen.filter(ends_on__isnull=False).order_by().values("reach")
    spans: dict[int, dict[int, tuple[date, date | None]]] = defaultdict(dict)
    names = ("reach", "reach__ended_on", "pk", "starts_on", "ends_on", "post__ends_on")
    over: set[int] = set()
    for reach, last, pk, start, end, post_end in seen.filter(reach__in=ended).order_by().values_list(*names):
        over |= {reach} if last else set()
        spans[reach][pk] = start, min((day for day in (end, post_end) if day), default=None)
    found: list[int] = []
    for reach, held in spans.items():
        # What has ended lacks nobody afterwards.
        lasts = {day_before(first) for first, until in gaps(held.values()) if until or reach not in over}
        found += [pk for pk, (start, end) in held.items() if end in lasts and end is not None and end >= start]
    return Tenure.objects.filter(pk__in=found)


def below_of(reach: Reach, post: Post) -> list[Reach]:
    """The reaches under this one that the post may see."""
    return list(Reach.objects.visible_to(post).below(reach).select_related("region"))
