"""What a chief owes, as pure functions over norms, spans of tenure and periods; and what a duty table is made of.

The rules:

1. What counts is the *period* that was missed, not the number of walks (four on the last day of a month are not one
   a week). A period is met when it was walked often enough.
2. A norm asks for a period when it is in force through the whole of it, and the period lies in its season.
3. A chief owes a period that lies wholly in the tenure: who arrives on Wednesday owes nothing for that week.
   Who moved from one reach to the next without a gap has one tenure.
4. A period belongs to the span in which its last day lies (``kernel.periods``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from hezhang.core.kernel.periods import Period, Workdays, periods_between
from patrols.norms.choices import NormUnit

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from patrols.norms.models import Norm

FOR_EVER = date.max
ONE_DAY = timedelta(days=1)
# Long enough that part of them in the season leaves time to walk.
LONG_UNITS = frozenset({NormUnit.YEAR, NormUnit.HALF_YEAR, NormUnit.QUARTER})


# ── Spans of days ──
class Span(NamedTuple):
    """A run of days, both ends inclusive; empty when ``first`` is after ``last``."""

    first: date
    last: date = FOR_EVER

    def covers(self, period: Period) -> bool:
        """Whether the whole period lies in the span."""
        return self.first <= period.start and period.end <= self.last

    def touches(self, other: Span) -> bool:
        """Whether the spans have a day in common."""
        return self.first <= other.last and other.first <= self.last


def span_of(first: date, last: date | None) -> Span:
    """From two dates of a row, of which the last may be open."""
    return Span(first, FOR_EVER if last is None else last)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days as few spans, in the order of time: what follows without a gap is one."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.first > span.last:
            continue
        if found and _reaches(found[-1], span):
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


def _reaches(earlier: Span, later: Span) -> bool:
    """Whether the later span begins within the earlier one or on the day after it."""
    # First, since there is no day after date.max.
    return earlier.last == FOR_EVER or later.first <= earlier.last + ONE_DAY


# ── What a norm asks for ──
def asks_for(norm: Norm, period: Period) -> bool:
    """Whether the norm asks for walks in this period, whoever the chief."""
    return span_of(norm.starts_on, norm.ends_on).covers(period) and in_season(norm, period)


def in_season(norm: Norm, period: Period) -> bool:
    """Whether the period lies in the norm's months (winter may be off: 阿合奇县 walks from March to December).

    Up to a month, the whole period must lie in the season; a quarter or year is owed when any of its months does.
    """
    in_it = [_is_month_of(norm, month) for month in _months_of(period)]
    return any(in_it) if norm.unit in LONG_UNITS else all(in_it)


def _is_month_of(norm: Norm, month: int) -> bool:
    first, last = norm.first_month, norm.last_month
    if first <= last:
        return first <= month <= last
    return month >= first or month <= last  # 11 to 3 runs over New Year


def _months_of(period: Period) -> list[int]:
    """The months that the period touches, as numbers from 1 to 12."""
    first = period.start.month - 1
    count = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    return [(first + number) % 12 + 1 for number in range(count)]


class Demand(NamedTuple):
    """A norm, and the periods that it asks for in the order of time."""

    norm: Norm
    periods: list[Period]


def demand_of(norm: Norm, periods: Iterable[Period]) -> Demand:
    """What the norm asks for among these periods."""
    return Demand(norm, [period for period in periods if asks_for(norm, period)])


def demand_between(norm: Norm, first: date, last: date, calendar: Workdays | None = None) -> Demand:
    """What the norm asks for among the periods whose last day lies in [first, last]."""
    return demand_of(norm, periods_between(norm.unit, first, last, calendar))


# ── What a chief owes of it ──
def held_through(periods: Sequence[Period], tenure: Sequence[Span]) -> Sequence[Period]:
    """Those of the periods (in the order of time) that lie wholly in one of the (merged) spans of tenure."""
    if periods and tenure and tenure[0].covers(periods[0]) and tenure[0].covers(periods[-1]):
        return periods  # nearly everybody: in post the whole time
    return [period for period in periods if any(span.covers(period) for span in tenure)]


def due_periods(
    norm: Norm, spans: Iterable[Span], first: date, last: date, calendar: Workdays | None = None
) -> list[Period]:
    """What a chief with these tenures owes under the norm: periods whose last day lies in [first, last]."""
    return list(held_through(demand_between(norm, first, last, calendar).periods, merged(spans)))


# ── What was walked, and what came of it ──
@dataclass(slots=True)
class PeriodDuty:
    """One period owed: by the chief, or for one reach (``reach_id``) where the norm is per reach; ``level`` of the norm."""

    period: Period
    times_needed: int
    times_walked: int
    reach_id: int | None = None
    level: str = ""

    @property
    def is_met(self) -> bool:
        """Walked often enough."""
        return self.times_walked >= self.times_needed

    @property
    def still_needed(self) -> int:
        """How many walks are lacking."""
        return max(0, self.times_needed - self.times_walked)


class Excused(NamedTuple):
    """A period that was not owed after all, and why: 请假, or what the office has granted."""

    period: Period
    reach_id: int | None
    why: str


class Owed(NamedTuple):
    """The periods that a chief owes under one norm (for one reach, if given), and beside each how often it was walked."""

    times: int
    periods: Sequence[Period]
    walked: Sequence[int]
    reach_id: int | None = None
    norm: Norm | None = None

    @property
    def met_count(self) -> int:
        """How many of them were walked often enough."""
        return len([walked for walked in self.walked if walked >= self.times])

    def rows(self) -> list[PeriodDuty]:
        """The same, period by period."""
        pairs = zip(self.periods, self.walked, strict=True)
        level = self.norm.level if self.norm else ""
        return [PeriodDuty(period, self.times, walked, self.reach_id, level) for period, walked in pairs]


@dataclass(slots=True)
class ChiefDuty:
    """What one chief (a post) owed in a span, and what was done; ``norm`` is the latest in force, if any.

    ``posts`` gives the post by its number: figures need none, so all are read together when the first is asked for.
    Nor do figures need the periods one by one: ``due`` makes them when somebody wants to see them.
    """

    post_id: int
    region_id: str
    tier: str
    posts: Callable[[int], Post]
    norm: Norm | None = None
    owed: list[Owed] = field(default_factory=list)
    patrol_count: int = 0
    excused: list[Excused] = field(default_factory=list)

    @property
    def post(self) -> Post:
        """The chief's post, with user, region and department loaded."""
        return self.posts(self.post_id)

    @property
    def asked_words(self) -> str:
        """每周 1 次；红色预警期间每日 1 次: the latest norm in force, and those that a warning has put beside it; "" for none."""
        levelled = {one.norm.pk: one.norm for one in self.owed if one.norm and one.norm.level and one.periods}
        return "；".join(norm.words for norm in [*([self.norm] if self.norm else []), *levelled.values()])

    @property
    def due(self) -> list[PeriodDuty]:
        """Every period owed, in the order of time."""
        rows = [row for one in self.owed for row in one.rows()]
        return sorted(rows, key=lambda row: (row.period.end, row.period.start))

    @property
    def due_count(self) -> int:
        """应巡期次."""
        return sum([len(one.periods) for one in self.owed])

    @property
    def met_count(self) -> int:
        """已巡期次."""
        return sum([one.met_count for one in self.owed])

    @property
    def has_walked(self) -> bool:
        """Whether any patrol counts, in the span itself or in a period owed (which may begin before it)."""
        return bool(self.patrol_count) or any(any(one.walked) for one in self.owed)

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
