"""Reckoning what a chief owes: pure functions over norms, spans of tenure, periods and the times of patrols.

A missed *period* is what counts, not a missed number (four walks on the last day of a month are not one a week).
A period is owed only when it lies wholly in the tenure: a chief who arrives on Wednesday owes nothing for that week.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hezhang.core.kernel.periods import Period, Workdays, periods_between
from patrols.choices import NormUnit

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from patrols.models import Norm

FOR_EVER = date.max
LONG_UNITS = frozenset({NormUnit.YEAR, NormUnit.HALF_YEAR, NormUnit.QUARTER})


class Span(NamedTuple):
    """A run of days, both ends inclusive."""

    first: date
    last: date = FOR_EVER

    def covers(self, period: Period) -> bool:
        """Whether the whole period lies in the span."""
        return self.first <= period.start and period.end <= self.last

    def clipped(self, first: date, last: date | None) -> Span:
        """The part of the span within these bounds; may be empty (first > last)."""
        return Span(max(self.first, first), min(self.last, last or FOR_EVER))


class Edged(NamedTuple):
    """A period with the numbers (``date.toordinal``) of its first and last day: reckoned once, compared often."""

    period: Period
    first: int
    last: int


@dataclass(slots=True)
class Walks:
    """Patrols that count, in the order of their start, as columns: day begun (a number as above), id, reach."""

    days: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    reaches: list[int] = field(default_factory=list)

    def between(self, first: int, last: int, reach_id: int | None = None) -> list[int]:
        """Ids of the patrols begun on these days, both inclusive; of one reach, if given."""
        low = bisect_left(self.days, first)
        high = bisect_right(self.days, last, low)
        ids = self.ids[low:high]
        if reach_id is None:
            return ids
        return [pk for pk, reach in zip(ids, self.reaches[low:high], strict=True) if reach == reach_id]


@dataclass(slots=True)
class PeriodDuty:
    """One period owed: by the chief, or for one reach (``reach_id``) where the norm is per reach."""

    period: Period
    times_needed: int
    patrol_ids: list[int]
    reach_id: int | None = None

    @property
    def is_met(self) -> bool:
        """Walked often enough."""
        return len(self.patrol_ids) >= self.times_needed

    @property
    def still_needed(self) -> int:
        """How many walks are lacking."""
        return max(0, self.times_needed - len(self.patrol_ids))


@dataclass(slots=True)
class ChiefDuty:
    """What one chief (a post) owed in a span, and what was done; ``norm`` is the latest in force, if any.

    ``posts`` gives the post by its number: figures need none, so all are read together when the first is asked for.
    """

    post_id: int
    region_id: str
    posts: Callable[[int], Post]
    norm: Norm | None = None
    due: list[PeriodDuty] = field(default_factory=list)
    patrol_count: int = 0

    @property
    def post(self) -> Post:
        """The chief's post, with user, region and department loaded."""
        return self.posts(self.post_id)

    @property
    def due_count(self) -> int:
        """应巡期次."""
        return len(self.due)

    @property
    def met_count(self) -> int:
        """已巡期次."""
        return sum(one.is_met for one in self.due)

    @property
    def missed(self) -> list[PeriodDuty]:
        """未巡期次, in the order of time."""
        return [one for one in self.due if not one.is_met]

    @property
    def rate(self) -> float | None:
        """Met ÷ due, a cohort from 0 to 1; None when nothing was owed."""
        return rate_of([self])


def rate_of(duties: Iterable[ChiefDuty]) -> float | None:
    """Met ÷ due over several chiefs, from 0 to 1; None when nothing was owed."""
    met, due = 0, 0
    for duty in duties:
        met, due = met + duty.met_count, due + duty.due_count
    return met / due if due else None


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days as few spans: a chief moved from one reach to the next without a gap is one tenure."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.first > span.last:
            continue
        if found and (found[-1].last == FOR_EVER or span.first <= found[-1].last + timedelta(days=1)):
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


def in_season(norm: Norm, period: Period) -> bool:
    """Whether the norm asks for walks then (winter may be off: 阿合奇县 March to December; 11 to 3 runs over New Year).

    Up to a month, the whole period must lie in the season; a quarter or year is owed when any of its months does.
    """
    months = {(period.start.month + i - 1) % 12 + 1 for i in range(_months_touched(period))}
    first, last = norm.first_month, norm.last_month
    season = {m for m in months if (first <= m <= last if first <= last else m >= first or m <= last)}
    return bool(season) if norm.unit in LONG_UNITS else season == months


def _months_touched(period: Period) -> int:
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def in_force(norm: Norm, period: Period) -> bool:
    """Whether the norm held through the whole period."""
    return Span(norm.starts_on, norm.ends_on or FOR_EVER).covers(period)


def asked_for(norm: Norm, first: date, last: date, calendar: Workdays | None = None) -> list[Period]:
    """Periods that the norm asks for and whose last day lies in [first, last], whoever the chief."""
    every = periods_between(norm.unit, first, last, calendar)
    return [period for period in every if in_force(norm, period) and in_season(norm, period)]


def edged(periods: Iterable[Period]) -> list[Edged]:
    """The periods with their days as numbers."""
    return [Edged(period, period.start.toordinal(), period.end.toordinal()) for period in periods]


def held_through(periods: Sequence[Edged], spans: Sequence[Span]) -> Sequence[Edged]:
    """Those of the periods (in the order of time) that lie wholly in one of the (merged) spans of tenure."""
    if periods and spans and spans[0].first <= periods[0].period.start and periods[-1].period.end <= spans[0].last:
        return periods  # nearly everybody: in post the whole time
    return [one for one in periods if any(span.covers(one.period) for span in spans)]


def due_periods(
    norm: Norm, spans: Iterable[Span], first: date, last: date, calendar: Workdays | None = None
) -> list[Period]:
    """What a chief with these tenures owes under the norm: periods whose last day lies in [first, last]."""
    return [one.period for one in held_through(edged(asked_for(norm, first, last, calendar)), merged(spans))]
