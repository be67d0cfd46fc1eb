"""What is owed of the norms by a chief whose reaches are warned, or who is excused: pure functions over spans of days.

The rules (decision 0065):

1. On a day the highest warning of a reach holds; of a chief, the highest of the reaches held that day.
2. A norm with a level asks for the periods that lie wholly in days of that level.
3. The ordinary norm does not ask for a period that lies wholly in days of one level whose norm asks for something in it:
   nothing is owed twice, and no day falls between the two.
4. A period is excused that the chief is away from for more than half of its days, or that the office has excused by name.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from hezhang.core.kernel.periods import Period
from patrols.norms.choices import HIGHEST_FIRST, NormScope
from patrols.norms.rules.duty import ONE_DAY, Demand, Span, held_through, merged

if TYPE_CHECKING:
    from patrols.norms.models import Norm

Place = TypeVar("Place", bound=Hashable)  # a reach, or None for the chief
Levels = dict[str, list[Span]]  # by level, the days on which it is the highest


class Warned(NamedTuple):
    """A level that holds on these days."""

    level: str
    span: Span


class Away(NamedTuple):
    """Days that are not owed: a leave (``is_whole`` False), or one period by name, of one reach where it names one."""

    span: Span
    why: str
    is_whole: bool = False
    reach: Hashable = None

    def excuses(self, period: Period, place: Hashable) -> bool:
        """Whether this alone takes the period off the chief. A leave is reckoned with the others (``_days_away``)."""
        return self.is_whole and self.reach == place and (period.start, period.end) == self.span


class Claim(NamedTuple):
    """What a norm claims of a chief: periods, of one reach or (``place`` None) wherever it was walked."""

    norm: Norm
    periods: Sequence[Period]
    place: Any = None  # a reach, as the caller names it


# ── Spans ──
def without(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days of the spans that are in none of the others."""
    left = merged(spans)
    for other in merged(others):
        left = [part for span in left for part in _cut(span, other)]
    return left


def _cut(span: Span, other: Span) -> Iterator[Span]:
    if not span.touches(other):
        yield span
        return
    if span.first < other.first:
        yield Span(span.first, other.first - ONE_DAY)
    if other.last < span.last:
        yield Span(other.last + ONE_DAY, span.last)


def common(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days that both have."""
    theirs = merged(others)
    return merged(
        Span(max(span.first, other.first), min(span.last, other.last)) for span in merged(spans) for other in theirs
    )


# ── Levels ──
def highest(warned: Iterable[Warned]) -> Levels:
    """By level, the days on which none is higher; a level without a day is missing."""
    told, found = list(warned), Levels()
    taken: list[Span] = []
    for level in HIGHEST_FIRST:
        days = without([one.span for one in told if one.level == level], taken)
        if days:
            found[level], taken = days, merged([*taken, *days])
    return found


def levels_of(held: Mapping[Place, Sequence[Span]], warned: Mapping[Place, Sequence[Warned]]) -> dict[Hashable, Levels]:
    """By reach, and under None for the chief: the days of each level while the reach was held."""
    cut = {
        place: [Warned(one.level, days) for one in warned.get(place, ()) for days in common([one.span], spans)]
        for place, spans in held.items()
    }
    found: dict[Hashable, Levels] = {place: highest(told) for place, told in cut.items()}
    found[None] = highest(one for told in cut.values() for one in told)
    return found


# ── What is owed ──
def claims_on(
    demands: Iterable[Demand],
    held: Mapping[Place, Sequence[Span]],
    warned: Mapping[Place, Sequence[Warned]] | None = None,
) -> Iterator[Claim]:
    """What the norms claim of a chief who held these reaches on these days, under these warnings; before any excuse."""
    if not warned:
        for demand in demands:
            if not demand.norm.level:
                yield from _plain(demand, held)
        return
    levels = levels_of(held, warned)
    plain = [claim for demand in demands for claim in _plain(demand, held)]
    raised = [_within(claim, levels) for claim in plain if claim.norm.level]
    yield from (_beside(claim, raised, levels) for claim in plain if not claim.norm.level)
    yield from raised


def _plain(demand: Demand, held: Mapping[Place, Sequence[Span]]) -> Iterator[Claim]:
    """Of every reach, or of the chief: what would be owed without any warning."""
    if demand.norm.scope == NormScope.PER_REACH:
        for place, spans in held.items():
            yield Claim(demand.norm, held_through(demand.periods, merged(spans)), place)
    else:
        whole = merged([span for spans in held.values() for span in spans])
        yield Claim(demand.norm, held_through(demand.periods, whole))


def _within(claim: Claim, levels: Mapping[Hashable, Levels]) -> Claim:
    """Of a norm with a level: what lies wholly in its days."""
    days = levels[claim.place].get(claim.norm.level, [])
    return claim._replace(periods=held_through(claim.periods, days) if days else [])


def _beside(claim: Claim, raised: Iterable[Claim], levels: Mapping[Hashable, Levels]) -> Claim:
    """Of an ordinary norm: without what the norm of a level asks for instead."""
    instead: dict[str, list[Span]] = {}
    for other in raised:
        # What is asked of the chief at all does not stand for the visit to this very reach.
        if claim.place in (None, other.place):
            instead.setdefault(other.norm.level, []).extend(Span(one.start, one.end) for one in other.periods)
    days = {level: merged(spans) for level, spans in instead.items() if spans}
    if not days:
        return claim
    found = levels[claim.place]
    left = [one for one in claim.periods if not any(_stands_in(one, found.get(key, ()), days[key]) for key in days)]
    return claim._replace(periods=left)


def _stands_in(period: Period, level: Sequence[Span], asked: Sequence[Span]) -> bool:
    own = Span(period.start, period.end)
    return any(span.covers(period) for span in level) and any(span.touches(own) for span in asked)


# ── What is excused ──
def why_excused(period: Period, place: Hashable, away: Sequence[Away]) -> str:
    """请假, or what the office has said of this very period; "" where it is owed."""
    named = next((one.why for one in away if one.excuses(period, place)), "")
    if named:
        return named
    leaves = [one for one in away if not one.is_whole]
    return leaves[0].why if leaves and 2 * _days_away(period, leaves) > period.days else ""


def _days_away(period: Period, leaves: Iterable[Away]) -> int:
    own = [Span(period.start, period.end)]
    return sum((span.last - span.first).days + 1 for span in common(own, [one.span for one in leaves]))
