"""What planned appointments would do to the duties of a quarter, before anything is written.

The duties are reckoned twice by the rules of ``norms.rules.duty``: with the tenures as they stand, and with the new
ones begun and their predecessors' ended the day before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hezhang.core.kernel.periods import Period, quarter_of
from patrols.judgement.facts.duties import calendar_for
from patrols.norms.choices import NormScope
from patrols.norms.models import Norm
from patrols.norms.rules.duty import FOR_EVER, ONE_DAY, Demand, Span, demand_between, held_through, merged
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.rules import Appointment

Spans = dict[Hashable, list[Span]]  # by reach


class Owed(NamedTuple):
    """One period that one chief owes; ``reach`` is None where the norm asks per chief."""

    chief: Hashable
    norm_id: int
    reach: Hashable
    period: Period


@dataclass(frozen=True)
class Change:
    """期次 of the quarter that are owed anew, of these the ones whose period is over, and those no longer owed."""

    quarter: Period
    added: int
    over: int
    dropped: int


def change_of(appointments: Sequence[Appointment], today: date) -> Change:
    """What the appointments do to the duties of the quarter in which ``today`` lies."""
    quarter = quarter_of(today)
    demands = _Demands(quarter)
    asked = {chief: demands.of(*place) for chief, place in _places(appointments).items()}
    before = _held(appointments)
    after = _appointed(before, appointments)
    old, new = _owed(before, asked), _owed(after, asked)
    added = new - old
    return Change(quarter, len(added), sum(one.period.end < today for one in added), len(old - new))


class _Demands:
    """What is asked in the quarter of a tier, by the norms that hold in its county."""

    def __init__(self, quarter: Period) -> None:
        self._norms, self._quarter = Norm.objects.order_by("starts_on", "id").by_place(), quarter
        self._calendar = calendar_for(self._norms.every(), Span(quarter.start, quarter.end))

    def of(self, code: str, tier: str) -> list[Demand]:
        # A warning lasts for days and an appointment for years: it is foretold by what is asked on ordinary days.
        norms = [norm for norm in self._norms.of(code) if norm.tier == tier and not norm.level]
        return [demand_between(norm, self._quarter.start, self._quarter.end, self._calendar) for norm in norms]


def _places(appointments: Iterable[Appointment]) -> dict[Hashable, tuple[str, str]]:
    """(region code, tier) of every chief who is touched."""
    places: dict[Hashable, tuple[str, str]] = {one.chief: (one.region, one.tier) for one in appointments}
    # A predecessor's tier may differ: a vacant village reach is often led by the town's chief.
    before = [one.follows.post for one in appointments if one.follows]
    return places | {post.pk: (post.region_id, post.region.tier) for post in before}


def _held(appointments: Iterable[Appointment]) -> dict[Hashable, Spans]:
    """Spans of tenure of all posts that are touched, cut to the posts' own dates."""
    posts = {one.post.pk for one in appointments if one.post} | {
        one.follows.post_id for one in appointments if one.follows
    }
    rows = Tenure.objects.filter(post__in=posts, kind=TenureKind.RESPONSIBLE).select_related("post")
    held: dict[Hashable, Spans] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        first, last = max(row.starts_on, row.post.starts_on), min(row.ends_on or FOR_EVER, row.post.ends_on or FOR_EVER)
        held[row.post_id][row.reach_id].append(Span(first, last))
    return held


def _appointed(before: Mapping[Hashable, Spans], appointments: Iterable[Appointment]) -> dict[Hashable, Spans]:
    after: dict[Hashable, Spans] = defaultdict(lambda: defaultdict(list))
    for chief, reaches in before.items():
        for reach, spans in reaches.items():
            after[chief][reach] = list(spans)
    for one in appointments:
        if one.follows:
            spans = after[one.follows.post_id][one.reach]
            after[one.follows.post_id][one.reach] = [_cut(span, one.starts_on - ONE_DAY) for span in spans]
        after[one.chief][one.reach].append(Span(one.starts_on, (one.post.ends_on if one.post else None) or FOR_EVER))
    return after


def _cut(span: Span, last: date) -> Span:
    # Empty where the term would end before it began; `merged` drops those.
    return Span(span.first, min(span.last, last))


def _owed(held: Mapping[Hashable, Spans], asked: Mapping[Hashable, list[Demand]]) -> set[Owed]:
    return {
        Owed(chief, demand.norm.pk, reach, period)
        for chief, reaches in held.items()
        for demand in asked[chief]
        for reach, spans in _by_scope(demand.norm, reaches).items()
        for period in held_through(demand.periods, merged(spans))
    }


def _by_scope(norm: Norm, reaches: Spans) -> Mapping[Hashable, list[Span]]:
    """Once for each reach, or once for the chief."""
    if norm.scope == NormScope.PER_REACH:
        return reaches
    return {None: [span for spans in reaches.values() for span in spans]}
