"""What chiefs owed and did, set-based: three queries (four with working-day norms), whatever the number of chiefs.

One more query reads their posts when somebody asks for a name: figures need none.
``duties_in(region, first, last)`` is what assessment, tables and reports build on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
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
from patrols.choices import NormScope, NormUnit
from patrols.duty import FOR_EVER, ChiefDuty, Edged, PeriodDuty, Span, Walks, asked_for, edged, held_through, merged
from patrols.models import Norm, Patrol
from rivers.choices import TenureKind

# Of a chief's account only name and phone are read, and the rest is dear to convert by the thousand.
UNREAD = [
    f"user__{name}"
    for name in ("password", "email", "last_login", "date_joined", "is_superuser", "is_staff", "must_change_password")
]
TENURE = ["tenures__reach_id", "tenures__starts_on", "tenures__ends_on"]
Whose = Callable[[str], Q]  # the condition on posts, from a table that reaches them by this prefix
Asked = list[tuple[Norm, list[Edged]]]


@dataclass(slots=True)
class _Chief:
    """A post with its spans of tenure, by reach, and its patrols in order of start."""

    post_id: int
    region_id: str
    tier: str
    spans: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    walks: Walks = field(default_factory=Walks)


def duties_in(region: Region, first: date, last: date, *, today: date | None = None) -> list[ChiefDuty]:
    """Every responsible chief of the region and below who held a reach in [first, last], by region code.

    Owed are the periods that end in [first, last] **and are over today**; so a rate never blames anybody for a week
    that still runs. Patrols count by the day they were walked (started_at), however late they were sent.
    Each ChiefDuty: ``post`` (with user and region; all are read when the first is asked for), ``norm``, ``due``
    (PeriodDuty rows in the order of time), ``due_count``, ``met_count``, ``missed``, ``rate`` (0–1 or None),
    ``patrol_count``.
    """
    return _reckon(lambda to_post: within(region, f"{to_post}region"), first, last, today or timezone.localdate())


def duty_of(post: Post, first: date, last: date, *, today: date | None = None) -> ChiefDuty:
    """The same for one chief's post."""
    found = _reckon(_alone(post), first, last, today or timezone.localdate())
    return found[0] if found else ChiefDuty(post.pk, post.region_id, lambda _: post)


def owed_now(post: Post, on: date | None = None) -> list[PeriodDuty]:
    """What the chief owes in the periods that run today: for 本周还需 1 次 on the phone."""
    on = on or timezone.localdate()
    norms = list(Norm.objects.filter(tier=post.tier))
    calendar = _calendar(norms, on, on + timedelta(days=31))
    asked = []
    for norm in norms:
        period = period_of(norm.unit, on, calendar)
        asked.append((norm, edged(asked_for(norm, period.end, period.end, calendar))))
    chiefs = _chiefs(_alone(post), on, on)
    _add_walks(chiefs, _alone(post), asked)
    return [one for chief in chiefs.values() for norm, periods in asked for one in _due(chief, norm, periods)]


def _alone(post: Post) -> Whose:
    return lambda to_post: Q(**{f"{to_post}pk": post.pk})


def _reckon(whose: Whose, first: date, last: date, today: date) -> list[ChiefDuty]:
    over = min(last, today - timedelta(days=1))
    norms = list(Norm.objects.order_by("starts_on", "id"))
    calendar = _calendar(norms, first, over)
    by_tier: dict[str, Asked] = defaultdict(list)
    for norm in norms:
        by_tier[norm.tier].append((norm, edged(asked_for(norm, first, over, calendar))))
    chiefs = _chiefs(whose, first, last)
    _add_walks(chiefs, whose, [pair for asked in by_tier.values() for pair in asked], first, last)
    posts = _reader(whose)
    return [_duty(chief, posts, by_tier[chief.tier], first, last) for chief in chiefs.values()]


def _calendar(norms: Sequence[Norm], first: date, last: date) -> Calendar | None:
    """The holiday table, only where a norm is per working day; a month more, to find the next working day."""
    if not any(norm.unit == NormUnit.WORKDAY for norm in norms):
        return None
    return Calendar.load(first - timedelta(days=31), last + timedelta(days=31))


def _chiefs(whose: Whose, first: date, last: date) -> dict[int, _Chief]:
    """Responsible chiefs with a tenure that touches [first, last]; spans are cut to the post's own dates."""
    touching = Q(tenures__ends_on__isnull=True) | Q(tenures__ends_on__gte=first)
    rows = (
        Post.objects.filter(
            whose(""), touching, tenures__starts_on__lte=last, tenures__kind=TenureKind.RESPONSIBLE, role=Role.CHIEF
        )
        .order_by("region_id", "pk", "tenures__starts_on", "tenures__id")
        .values_list("pk", "region_id", "region__tier", "starts_on", "ends_on", *TENURE)
    )
    chiefs: dict[int, _Chief] = {}
    for pk, region_id, tier, since, until, reach_id, starts_on, ends_on in rows:
        chief = chiefs.get(pk)
        if chief is None:
            chief = chiefs[pk] = _Chief(pk, region_id, tier)
        span = Span(max(starts_on, since), min(ends_on or FOR_EVER, until or FOR_EVER))
        chief.spans[reach_id].append(span)
    return chiefs


def _reader(whose: Whose) -> Callable[[int], Post]:
    """Gives posts by number; reads all chiefs' posts in one query when the first is asked for."""

    @cache
    def read() -> dict[int, Post]:
        rows = Post.objects.filter(whose(""), role=Role.CHIEF)
        return {post.pk: post for post in rows.with_faces().defer(*UNREAD).order_by()}

    return lambda pk: read()[pk]


def _add_walks(
    chiefs: dict[int, _Chief], whose: Whose, asked: Asked, first: date | None = None, last: date | None = None
) -> None:
    """Every counting patrol of the chiefs, from the first day of the earliest period asked for (a week may begin before)."""
    edges = [one.period for _, periods in asked for one in periods]
    days = [period.start for period in edges] + ([first] if first else [])
    ends = [period.end for period in edges] + ([last] if last else [])
    if not days:
        return
    span = Period("span", min(days), max(ends), "")
    rows = (
        Patrol.objects.filter(whose("post__"))
        .counted()
        .started_between(*span.bounds())
        .order_by("started_at", "id")
        .values_list("post_id", LocalDay("started_at"), "id", "reach_id")
    )
    for post_id, day, patrol_id, reach_id in rows:
        if chief := chiefs.get(post_id):
            walks = chief.walks
            walks.days.append(day)
            walks.ids.append(patrol_id)
            walks.reaches.append(reach_id)


def _duty(chief: _Chief, posts: Callable[[int], Post], asked: Asked, first: date, last: date) -> ChiefDuty:
    due = [one for norm, periods in asked for one in _due(chief, norm, periods)]
    due.sort(key=_when)
    norms = [norm for norm, _ in asked if norm.starts_on <= last and (norm.ends_on is None or norm.ends_on >= first)]
    count = len(chief.walks.between(first.toordinal(), last.toordinal()))
    return ChiefDuty(chief.post_id, chief.region_id, posts, norms[-1] if norms else None, due, count)


def _when(one: PeriodDuty) -> tuple[date, date]:
    return one.period.end, one.period.start


def _due(chief: _Chief, norm: Norm, periods: list[Edged]) -> list[PeriodDuty]:
    """The periods that this chief owes under the norm: once for the chief, or once for each reach held through it."""
    if not periods:
        return []
    if norm.scope == NormScope.PER_REACH:
        return [
            PeriodDuty(period, norm.times, chief.walks.between(first, last, reach_id), reach_id)
            for reach_id, spans in chief.spans.items()
            for period, first, last in held_through(periods, merged(spans))
        ]
    spans = merged(span for held in chief.spans.values() for span in held)
    times, between = norm.times, chief.walks.between
    return [PeriodDuty(period, times, between(first, last)) for period, first, last in held_through(periods, spans)]
