"""What chiefs owed and did: the rules of ``patrols.norms.rules.duty`` over the rows of the database, for many chiefs at once.

Five queries whatever the number of chiefs (norms, who keeps norms of its own, tenures, patrols, which the database
counts by period, and who stood in for whom); one more
for the holiday table where a norm is per working day, two where there is a warning at all, one where somebody is excused,
and one for the chiefs' posts when somebody asks for a name.

Read from the top: what may be asked; how the duties come about; then the reading of each table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import Count, Exists, Q, QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.periods import Period, period_of
from hezhang.core.kernel.workdays import Calendar
from patrols.excuses.facts import away_of, rows_of_excuses
from patrols.judgement.facts.stead import credited, moved
from patrols.norms.choices import NormUnit
from patrols.norms.models import Norm
from patrols.norms.rules.duty import (
    FOR_EVER,
    ONE_DAY,
    ChiefDuty,
    Demand,
    Excused,
    Owed,
    PeriodDuty,
    Span,
    demand_between,
    demand_of,
    span_of,
)
from patrols.norms.rules.warned import Away, Warned, claims_on, why_excused
from patrols.walks.models import Patrol
from patrols.walks.queries import PatrolQuery, begun_in
from patrols.warnings.facts import days_by_level, rows_of_warnings, warned_reaches, warnings_of
from patrols.warnings.models import RiverWarning
from rivers.chiefs.choices import TenureKind

# Of a chief's account only name and phone are read, and the rest is dear to convert by the thousand.
UNREAD = [
    f"user__{name}"
    for name in ("password", "email", "last_login", "date_joined", "is_superuser", "is_staff", "must_change_password")
]
TENURE = ["tenures__reach_id", "tenures__starts_on", "tenures__ends_on"]
A_MONTH = timedelta(days=31)
# Periods counted in one statement: enough for a quarter of weeks, 旬 and months, fewer than any database takes.
MOST = 60
# Picks the chiefs asked about: the condition on posts, for a table that reaches them by this prefix ("" or "post__").
Pick = Callable[[str], Q]
Line = list[int]  # how often somebody walked in each of the periods that are counted, in their order


@dataclass(slots=True)
class _Chief:
    """A post with its spans of tenure, and how often it walked, both by reach."""

    post_id: int
    region_id: str
    tier: str
    spans: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    walks: dict[int, Line] = field(default_factory=dict)
    warned: dict[int, list[Warned]] = field(default_factory=dict)  # by reach
    away: list[Away] = field(default_factory=list)


@dataclass(slots=True)
class _Asked:
    """What is asked of the chiefs of one tier, and the latest norm that was in force."""

    demands: list[Demand] = field(default_factory=list)
    latest: Norm | None = None


class _Times(Count):
    """A count as the database gives it: Django's own int() over every number would cost more than the query."""

    @property
    def convert_value(self) -> Any:
        return self._convert_value_noop


class _Counted:
    """The periods in which walks are counted: each once, whichever norms ask for it, with its place in a line."""

    def __init__(self, periods: Iterable[Period]) -> None:
        found = {(one.start, one.end): one for one in periods}
        self.periods = [found[days] for days in sorted(found)]
        self.places = {days: place for place, days in enumerate(sorted(found))}
        self.none: Line = [0] * len(found)

    def of(self, line: Line, periods: Iterable[Period]) -> Line:
        """What the line says of these periods."""
        places = self.places
        return [line[places[one.start, one.end]] for one in periods]


# ── What may be asked ──
def duties_in(region: Region, first: date, last: date, *, today: date | None = None) -> list[ChiefDuty]:
    """Every responsible chief of the region and below who held a reach in [first, last], by region code.

    Owed are the periods that end in [first, last] **and are over today**; so a rate never blames anybody for a week
    that still runs. Patrols count by the day they were walked (started_at), however late they were sent.
    Each ChiefDuty: ``post`` (with user and region; all are read when the first is asked for), ``norm``, ``due``
    (PeriodDuty rows in the order of time), ``due_count``, ``met_count``, ``missed``, ``rate`` (0–1 or None),
    ``patrol_count``.
    """
    return _duties(lambda to_post: within(region, f"{to_post}region"), Span(first, last), today)


def duty_of(post: Post, first: date, last: date, *, today: date | None = None) -> ChiefDuty:
    """The same for one chief's post."""
    found = _duties(_only(post), Span(first, last), today)
    return found[0] if found else ChiefDuty(post.pk, post.region_id, post.tier, lambda _: post)


def duties_of(posts: QuerySet[Any], first: date, last: date, *, today: date | None = None) -> list[ChiefDuty]:
    """The same for the posts whose numbers the queryset gives."""
    return _duties(lambda to_post: Q(**{f"{to_post}pk__in": posts}), Span(first, last), today)


def owed_now(post: Post, on: date | None = None) -> list[PeriodDuty]:
    """What the chief owes in the periods that run today: for 本周还需 1 次 on the phone."""
    on = on or timezone.localdate()
    norms = list(Norm.objects.in_force(post.region_id).filter(tier=post.tier))
    calendar = calendar_for(norms, Span(on, on + A_MONTH))
    demands = [demand_of(norm, [period_of(norm.unit, on, calendar)]) for norm in norms]
    counted = _Counted(periods := _periods_of(demands))
    whole = _whole(periods) if periods else Period("span", on, on, "")
    chiefs = _chiefs(_only(post), Span(on, on), Span(whole.start, whole.end))
    chiefs.learn(_only(post), chiefs.warnings())
    _count_walks(chiefs, _only(post), counted)
    owed = [_owed(chief, demands, counted, _whole_line(chief, counted))[0] for chief in chiefs.values()]
    return [row for of_chief in owed for one in of_chief for row in one.rows()]


def owing_now(region: Region, on: date | None = None) -> list[ChiefDuty]:
    """The same of every chief of the region and below: ``due`` holds the periods that run, ``missed`` those still to be walked."""
    on = on or timezone.localdate()
    pick: Pick = lambda to_post: within(region, f"{to_post}region")  # noqa: E731 - as in duties_in
    norms = Norm.objects.order_by("starts_on", "id").by_place()
    calendar = calendar_for(norms.every(), Span(on, on + A_MONTH))
    running = {norm.pk: demand_of(norm, [period_of(norm.unit, on, calendar)]) for norm in norms.every()}
    counted = _Counted(periods := _periods_of(running.values()))
    whole = _whole(periods) if periods else Period("span", on, on, "")
    chiefs = _chiefs(pick, Span(on, on), Span(whole.start, whole.end))
    chiefs.learn(pick, chiefs.warnings())
    _count_walks(chiefs, pick, counted)
    posts, found = _post_reader(pick), []
    for chief in chiefs.values():
        here = [one for one in norms.kept_by(norms.keeper(chief.region_id)) if one.tier == chief.tier]
        owed, excused = _owed(chief, [running[one.pk] for one in here], counted, _whole_line(chief, counted))
        found.append(ChiefDuty(chief.post_id, chief.region_id, chief.tier, posts, None, owed, 0, excused))
    return found


def with_walks(duty: ChiefDuty, patrols: PatrolQuery) -> list[tuple[PeriodDuty, list[Patrol]]]:
    """Each period of the chief with those of the patrols that its number counts, in the order of their start; two queries."""
    due = duty.due
    if not due:
        return []
    whole = _whole(one.period for one in due)
    walks = patrols.filter(credited(duty.post_id, Span(whole.start, whole.end))).counted_in(whole)
    walks = walks.order_by("started_at", "id")
    days = [(timezone.localdate(walk.started_at), walk) for walk in walks]
    return [(one, [walk for day, walk in days if _is_behind(one, day, walk)]) for one in due]


def _is_behind(one: PeriodDuty, day: date, walk: Patrol) -> bool:
    return one.period.contains(day) and one.reach_id in (None, walk.reach_id)


# ── How the duties come about ──
def _duties(pick: Pick, span: Span, today: date | None) -> list[ChiefDuty]:
    chiefs = _chiefs(pick, span)
    warnings = chiefs.warnings()
    norms = _Norms(span, (today or timezone.localdate()) - ONE_DAY, days_by_level(warnings))
    chiefs.learn(pick, warnings)
    asked = {chief.post_id: norms.asked_of(chief) for chief in chiefs.values()}
    demands = [demand for one in {id(one): one for one in asked.values()}.values() for demand in one.demands]
    whole = Period("span", *span, "")
    counted = _Counted([whole, *_periods_of(demands)])
    _count_walks(chiefs, pick, counted)
    posts = _post_reader(pick)
    return [_duty(chief, asked[chief.post_id], whole, counted, posts) for chief in chiefs.values()]


class _Norms:
    """What is asked of each tier, by the norms that hold in its county: periods that end in the span and are over."""

    def __init__(self, span: Span, yesterday: date, warned: Mapping[str, Sequence[Span]]) -> None:
        self._span, self._over, self._warned = span, min(span.last, yesterday), warned
        self._norms = Norm.objects.order_by("starts_on", "id").by_place()
        self._calendar = calendar_for(self._norms.every(), Span(span.first, self._over))
        self._asked: dict[tuple[str, str], _Asked] = {}

    def asked_of(self, chief: _Chief) -> _Asked:
        """One object for all chiefs of whom the same is asked."""
        key = self._norms.keeper(chief.region_id), chief.tier
        if key not in self._asked:
            self._asked[key] = self._gather(*key)
        return self._asked[key]

    def _gather(self, keeper: str, tier: str) -> _Asked:
        asked = _Asked()
        for norm in self._norms.kept_by(keeper):
            if norm.tier != tier:
                continue
            # What nobody is warned of is not even listed: a daily norm would have every day counted for nothing.
            if not norm.level or norm.level in self._warned:
                asked.demands.append(self._demand(norm))
            if not norm.level and span_of(norm.starts_on, norm.ends_on).touches(self._span):
                asked.latest = norm
        return asked

    def _demand(self, norm: Norm) -> Demand:
        found = demand_between(norm, self._span.first, self._over, self._calendar)
        if not norm.level:
            return found
        days = self._warned[norm.level]
        return Demand(norm, [one for one in found.periods if any(span.covers(one) for span in days)])


def _periods_of(demands: Iterable[Demand]) -> list[Period]:
    return [period for demand in demands for period in demand.periods]


def _duty(chief: _Chief, asked: _Asked, whole: Period, counted: _Counted, posts: Callable[[int], Post]) -> ChiefDuty:
    line = _whole_line(chief, counted)
    (owed, excused), (walked,) = _owed(chief, asked.demands, counted, line), counted.of(line, [whole])
    return ChiefDuty(chief.post_id, chief.region_id, chief.tier, posts, asked.latest, owed, walked, excused)


def _owed(chief: _Chief, demands: Iterable[Demand], counted: _Counted, line: Line) -> tuple[list[Owed], list[Excused]]:
    """What this chief owes, once for the chief or once for each reach held through it; and what is excused of it."""
    owed: list[Owed] = []
    excused: list[Excused] = []
    for norm, asked, place in claims_on(demands, chief.spans, chief.warned):
        periods = _left_of(asked, place, chief.away, excused) if chief.away else asked
        walked = line if place is None else chief.walks.get(place, counted.none)
        owed.append(Owed(norm.times, periods, counted.of(walked, periods), place, norm))
    return owed, excused


def _left_of(periods: Iterable[Period], place: Any, away: Sequence[Away], excused: list[Excused]) -> list[Period]:
    """Without the excused ones, which are put down beside."""
    left = []
    for one in periods:
        if why := why_excused(one, place, away):
            excused.append(Excused(one, place, why))
        else:
            left.append(one)
    return left


def _whole_line(chief: _Chief, counted: _Counted) -> Line:
    """How often the chief walked, whichever reaches."""
    lines = list(chief.walks.values())
    if len(lines) == 1:
        return lines[0]
    return [sum(times) for times in zip(*lines, strict=True)] if lines else counted.none


def _whole(periods: Iterable[Period]) -> Period:
    """From the first day of any of the periods to the last."""
    days = [(one.start, one.end) for one in periods]
    return Period("span", min(start for start, _ in days), max(end for _, end in days), "")


# ── What is read ──
def _only(post: Post) -> Pick:
    return lambda to_post: Q(**{f"{to_post}pk": post.pk})


def calendar_for(norms: Sequence[Norm], span: Span) -> Calendar | None:
    """The holiday table, only where a norm is per working day; a month more, to find the next working day."""
    if not any(norm.unit == NormUnit.WORKDAY for norm in norms):
        return None
    return Calendar.load(span.first - A_MONTH, span.last + A_MONTH)


class _Chiefs(dict[int, _Chief]):
    """Chiefs by post, and whether there is any warning, or any excuse, on the days that matter: mostly there is none."""

    days: Span
    has_warnings = False
    has_excuses = False

    def warnings(self) -> Sequence[RiverWarning]:
        """Those that matter; no query where there is none."""
        return warnings_of(self.days) if self.has_warnings else []

    def learn(self, pick: Pick, warnings: Sequence[RiverWarning]) -> None:
        """Give the chiefs their warnings, by reach, and their excuses."""
        warned = warned_reaches(warnings, pick)
        for chief in self.values() if warned else ():
            chief.warned = {reach: warned[reach] for reach in chief.spans if reach in warned}
        for post_id, away in away_of(pick, self.days).items() if self.has_excuses else ():
            if chief_away := self.get(post_id):
                chief_away.away = away


def _chiefs(pick: Pick, span: Span, days: Span | None = None) -> _Chiefs:
    """Responsible chiefs with a tenure that touches the span, by region code; tenures are cut to the post's own dates."""
    still_held = Q(tenures__ends_on__isnull=True) | Q(tenures__ends_on__gte=span.first)
    held = Q(still_held, tenures__starts_on__lte=span.last, tenures__kind=TenureKind.RESPONSIBLE)
    days = days or span
    rows = (
        Post.objects.filter(pick(""), held, role=Role.CHIEF)
        .order_by("region_id", "pk", "tenures__starts_on", "tenures__id")
        .values_list(
            "pk",
            "region_id",
            "region__tier",
            "starts_on",
            "ends_on",
            *TENURE,
            Exists(rows_of_warnings(days)),
            Exists(rows_of_excuses(days)),
        )
    )
    chiefs = _Chiefs()
    chiefs.days = days
    for pk, region_id, tier, post_from, post_to, reach_id, held_from, held_to, *there in rows:
        chiefs.has_warnings, chiefs.has_excuses = there
        chief = chiefs.get(pk)
        if chief is None:
            chief = chiefs[pk] = _Chief(pk, region_id, tier)
        # May be empty, where the office ended first; `merged` drops those.
        held_in_post = Span(max(held_from, post_from), min(held_to or FOR_EVER, post_to or FOR_EVER))
        chief.spans[reach_id].append(held_in_post)
    return chiefs


def _count_walks(chiefs: dict[int, _Chief], pick: Pick, counted: _Counted) -> None:
    """Give the chiefs how often they walked each reach in each of the periods. The database counts: a row per chief and reach."""
    for start in range(0, len(counted.periods), MOST):
        part = counted.periods[start : start + MOST]
        for post_id, reach_id, *times in _counts(pick, part):
            if chief := chiefs.get(post_id):
                line = chief.walks.setdefault(reach_id, counted.none.copy())
                line[start : start + MOST] = times
    _give_over(chiefs, pick, counted)


def _give_over(chiefs: dict[int, _Chief], pick: Pick, counted: _Counted) -> None:
    """A walk in the stead of a chief on leave is that chief's, and not the walker's."""
    if not counted.periods:
        return
    whole = _whole(counted.periods)
    for stead, day in moved(pick, whole):
        for post_id, one in ((stead.post_id, -1), (stead.chief_id, 1)):
            if chief := chiefs.get(post_id):
                line = chief.walks.setdefault(stead.reach_id, counted.none.copy())
                line[:] = [
                    count + one * period.contains(day) for count, period in zip(line, counted.periods, strict=True)
                ]


def _counts(pick: Pick, periods: Sequence[Period]) -> Iterable[tuple[int, ...]]:
    """Post, reach, and for each of the periods (by their first days) how many patrols that count were begun in it."""
    times = {f"in_{n}": _Times("pk", filter=begun_in(one)) for n, one in enumerate(periods)}
    rows = Patrol.objects.filter(pick("post__")).counted_in(_whole(periods))
    return rows.order_by().values_list("post_id", "reach_id").annotate(**times)


def _post_reader(pick: Pick) -> Callable[[int], Post]:
    """A function that gives posts by number; it reads all chiefs' posts in one query when the first is asked for."""

    @cache
    def read() -> dict[int, Post]:
        rows = Post.objects.filter(pick(""), role=Role.CHIEF)
        return {post.pk: post for post in rows.with_names().defer(*UNREAD).order_by()}

    return lambda pk: read()[pk]
