"""What chiefs owed and did: the rules of ``patrols.norms.rules.duty`` over the rows of the database, for many chiefs at once.

Three queries whatever the number of chiefs (norms, tenures, patrols); one more for the holiday table where a norm is
per working day, and one for the chiefs' posts when somebody asks for a name: figures need none.

Read from the top: what may be asked; how the duties come about; then the reading of each table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.days import LocalDay
from hezhang.core.kernel.periods import Period, period_of
from hezhang.core.kernel.workdays import Calendar
from patrols.norms.choices import NormScope, NormUnit
from patrols.norms.models import Norm
from patrols.norms.rules.duty import (
    FOR_EVER,
    ONE_DAY,
    ChiefDuty,
    Demand,
    PeriodDuty,
    Span,
    Walks,
    demand_between,
    demand_of,
    held_through,
    merged,
    span_of,
)
from patrols.walks.models import Patrol
from rivers.chiefs.choices import TenureKind

# Of a chief's account only name and phone are read, and the rest is dear to convert by the thousand.
UNREAD = [
    f"user__{name}"
    for name in ("password", "email", "last_login", "date_joined", "is_superuser", "is_staff", "must_change_password")
]
TENURE = ["tenures__reach_id", "tenures__starts_on", "tenures__ends_on"]
A_MONTH = timedelta(days=31)
# Picks the chiefs asked about: the condition on posts, for a table that reaches them by this prefix ("" or "post__").
Pick = Callable[[str], Q]


@dataclass(slots=True)
class _Chief:
    """A post with its spans of tenure, by reach, and its patrols that count."""

    post_id: int
    region_id: str
    tier: str
    spans: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    walks: Walks = field(default_factory=Walks)


@dataclass(slots=True)
class _Asked:
    """What is asked of the chiefs of one tier, and the latest norm that was in force."""

    demands: list[Demand] = field(default_factory=list)
    latest: Norm | None = None


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
    return found[0] if found else ChiefDuty(post.pk, post.region_id, lambda _: post)


def owed_now(post: Post, on: date | None = None) -> list[PeriodDuty]:
    """What the chief owes in the periods that run today: for 本周还需 1 次 on the phone."""
    on = on or timezone.localdate()
    norms = list(Norm.objects.filter(tier=post.tier))
    calendar = calendar_for(norms, Span(on, on + A_MONTH))
    demands = [demand_of(norm, [period_of(norm.unit, on, calendar)]) for norm in norms]
    chiefs = _chiefs(_only(post), Span(on, on))
    _read_walks(chiefs, _only(post), _periods_of(demands))
    return [one for chief in chiefs.values() for demand in demands for one in _owed(chief, demand)]


# ── How the duties come about ──
def _duties(pick: Pick, span: Span, today: date | None) -> list[ChiefDuty]:
    tiers = _asked_by_tier(span, (today or timezone.localdate()) - ONE_DAY)
    chiefs = _chiefs(pick, span)
    periods = [period for asked in tiers.values() for period in _periods_of(asked.demands)]
    _read_walks(chiefs, pick, [*periods, Period("span", *span, "")])
    posts = _post_reader(pick)
    return [_duty(chief, tiers[chief.tier], span, posts) for chief in chiefs.values()]


def _asked_by_tier(span: Span, yesterday: date) -> dict[str, _Asked]:
    """What is asked of each tier: periods that end in the span and are over, under all its norms."""
    over = min(span.last, yesterday)
    norms = list(Norm.objects.order_by("starts_on", "id"))
    calendar = calendar_for(norms, Span(span.first, over))
    tiers: dict[str, _Asked] = defaultdict(_Asked)
    for norm in norms:
        asked = tiers[norm.tier]
        asked.demands.append(demand_between(norm, span.first, over, calendar))
        if span_of(norm.starts_on, norm.ends_on).touches(span):
            asked.latest = norm
    return tiers


def _periods_of(demands: Iterable[Demand]) -> list[Period]:
    return [one.period for demand in demands for one in demand.periods]


def _duty(chief: _Chief, asked: _Asked, span: Span, posts: Callable[[int], Post]) -> ChiefDuty:
    due = [one for demand in asked.demands for one in _owed(chief, demand)]
    due.sort(key=_when)
    walked = chief.walks.between(span.first.toordinal(), span.last.toordinal())
    return ChiefDuty(chief.post_id, chief.region_id, posts, asked.latest, due, len(walked))


def _when(one: PeriodDuty) -> tuple[date, date]:
    return one.period.end, one.period.start


def _owed(chief: _Chief, demand: Demand) -> list[PeriodDuty]:
    """The periods that this chief owes: once for the chief, or once for each reach held through it."""
    norm, periods = demand
    if not periods:
        return []
    times, between = norm.times, chief.walks.between
    if norm.scope == NormScope.PER_REACH:
        return [
            PeriodDuty(period, times, between(first, last, reach_id), reach_id)
            for reach_id, spans in chief.spans.items()
            for period, first, last in held_through(periods, merged(spans))
        ]
    tenure = merged(span for spans in chief.spans.values() for span in spans)
    return [PeriodDuty(period, times, between(first, last)) for period, first, last in held_through(periods, tenure)]


# ── What is read ──
def _only(post: Post) -> Pick:
    return lambda to_post: Q(**{f"{to_post}pk": post.pk})


def calendar_for(norms: Sequence[Norm], span: Span) -> Calendar | None:
    """The holiday table, only where a norm is per working day; a month more, to find the next working day."""
    if not any(norm.unit == NormUnit.WORKDAY for norm in norms):
        return None
    return Calendar.load(span.first - A_MONTH, span.last + A_MONTH)


def _chiefs(pick: Pick, span: Span) -> dict[int, _Chief]:
    """Responsible chiefs with a tenure that touches the span, by region code; tenures are cut to the post's own dates."""
    still_held = Q(tenures__ends_on__isnull=True) | Q(tenures__ends_on__gte=span.first)
    held = Q(still_held, tenures__starts_on__lte=span.last, tenures__kind=TenureKind.RESPONSIBLE)
    rows = (
        Post.objects.filter(pick(""), held, role=Role.CHIEF)
        .order_by("region_id", "pk", "tenures__starts_on", "tenures__id")
        .values_list("pk", "region_id", "region__tier", "starts_on", "ends_on", *TENURE)
    )
    chiefs: dict[int, _Chief] = {}
    for pk, region_id, tier, post_from, post_to, reach_id, held_from, held_to in rows:
        chief = chiefs.get(pk)
        if chief is None:
            chief = chiefs[pk] = _Chief(pk, region_id, tier)
        held_in_post = Span(max(held_from, post_from), min(held_to or FOR_EVER, post_to or FOR_EVER))
        chief.spans[reach_id].append(held_in_post)
    return chiefs


def _read_walks(chiefs: dict[int, _Chief], pick: Pick, periods: Sequence[Period]) -> None:
    """Give the chiefs their patrols that count, from the first day of any of the periods to the last."""
    if not periods:
        return
    whole = Period("span", min(one.start for one in periods), max(one.end for one in periods), "")
    rows = (
        Patrol.objects.filter(pick("post__"))
        .counted()
        .started_between(*whole.bounds())
        .order_by("started_at", "id")
        .values_list("post_id", LocalDay("started_at"), "id", "reach_id")
    )
    for post_id, day, patrol_id, reach_id in rows:
        if chief := chiefs.get(post_id):
            walks = chief.walks
            walks.days.append(day)
            walks.ids.append(patrol_id)
            walks.reaches.append(reach_id)


def _post_reader(pick: Pick) -> Callable[[int], Post]:
    """A function that gives posts by number; it reads all chiefs' posts in one query when the first is asked for."""

    @cache
    def read() -> dict[int, Post]:
        rows = Post.objects.filter(pick(""), role=Role.CHIEF)
        return {post.pk: post for post in rows.with_faces().defer(*UNREAD).order_by()}

    return lambda pk: read()[pk]
