"""Problems and leads on the map, as of any day: reckoned from their dates, never from a status of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, QuerySet, When
from django.urls import reverse

from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.queries import COUNT_CAP, count_words
from hezhang.core.kernel.words import day_words
from hezhang.core.web.lists.paging import counts
from issues.leads.lists import LeadFilter, unchecked_words
from issues.leads.models import Lead, LeadLimit
from issues.ledger.choices import RUNNING_STATES
from issues.ledger.models import Issue
from rivers.map.facts.parts import MOST_ROWS, Box, Colouring, Listed, Row, Shade, SpotKind, in_box
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.accounts.requests import PostRequest

FEW, MANY, LATE = range(3)
MANY_FROM = 3
REACHES = [
    Shade(f"在办 1–{MANY_FROM - 1} 件", "#c79a00", (12, 5)),
    Shade(f"在办 {MANY_FROM} 件及以上", "#e8740c", (5, 4)),
    Shade("有超期问题", "#cf2418", width=1.6),
    Shade("没有在办问题", "#3a9a6d"),
]
POINTS = [Shade("在办", "#1f6fb2"), Shade("整改超期", "#cf2418")]
# What the ledger's query form asks for and a lead has as well.
SHARED = {"q", "source", "town", "river", "found_after", "found_before"}
LEADS = [Shade("待核实", "#c76a00"), Shade("久未核实", "#cf2418")]


def open_on(post: Post, on: date) -> QuerySet[Issue]:
    """Problems that had been found by that day and had not ended by its end, with ``late`` (1 or 0)."""
    _, end = Period("day", on, on, day_words(on)).bounds()
    # What has ended will not change any more, so that its last state began when it ended.
    rows = Issue.objects.visible_to(post).filter(Q(is_open=True) | Q(state_since__gte=end), found_at__lt=end)
    with_unit = Q(state__in=RUNNING_STATES) | Q(applied_at__gte=end)
    return rows.order_by().annotate(late=Case(When(with_unit & Q(due_on__lt=on), then=1), default=0))


def problems_of(post: Post, reaches: QuerySet[Reach], on: date) -> dict[int, int]:
    """Late ones first; else how many are open."""
    rows = open_on(post, on).filter(reach__in=reaches.order_by().values("pk")).values_list("pk", "reach_id", "late")
    found: dict[int, list[int]] = {}
    for _, reach, late in rows:
        found.setdefault(reach, []).append(late)
    return {reach: LATE if any(lates) else MANY if len(lates) >= MANY_FROM else FEW for reach, lates in found.items()}


def spots(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    rows = open_on(post, on).filter(lat__isnull=False, lng__isnull=False)
    yield from rows.order_by("pk").values_list("pk", "lat", "lng", "late")


def listed(post: Post, on: date, box: Box) -> Listed:
    rows = in_box(open_on(post, on), box).select_related("region").order_by("due_sort", "pk")
    return Listed.of(list(rows[: MOST_ROWS + 1]), _row)


@dataclass(frozen=True)
class OnMap:
    """The rows of the ledger, as it is filtered, on the map: how many there are, and how many have a position.

    ``ledger_url`` leads back to the same rows, ``query`` asks for them again.
    """

    rows: QuerySet[Issue]
    words: str
    ledger_url: str
    query: str

    @cached_property
    def numbers(self) -> list[int]:
        return counts([(self.rows, COUNT_CAP), (with_place(self.rows), COUNT_CAP)])

    @property
    def total(self) -> str:
        return count_words(self.numbers[0])

    @property
    def placed(self) -> str:
        return count_words(self.numbers[1])

    @property
    def without(self) -> int:
        """How many have no position; 0 where so many are listed that nobody counts them."""
        return 0 if self.is_capped else self.numbers[0] - self.numbers[1]

    @property
    def is_capped(self) -> bool:
        return self.numbers[0] > COUNT_CAP

    @property
    def most(self) -> int:
        return COUNT_CAP

    @property
    def rows_url(self) -> str:
        return f"{reverse('issues:ledger_rows')}?{self.query}"

    @property
    def points_url(self) -> str:
        return f"{reverse('issues:ledger_points')}?{self.query}"


def with_place(rows: QuerySet[Issue]) -> QuerySet[Issue]:
    return rows.filter(lat__isnull=False, lng__isnull=False)


def marked(rows: QuerySet[Issue], today: date) -> QuerySet[Any]:
    """With ``late`` (1 or 0) as of today."""
    return rows.annotate(late=Case(When(state__in=RUNNING_STATES, due_on__lt=today, then=1), default=0))


def spots_of(rows: QuerySet[Issue], today: date) -> Iterator[tuple[int, float, float, int]]:
    """Points of these rows, those first that stand first in the ledger; as many as are counted."""
    found = marked(with_place(rows), today)
    yield from found.values_list("pk", "lat", "lng", "late")[:COUNT_CAP]


def listed_of(rows: QuerySet[Issue], box: Box, today: date) -> Listed:
    found = marked(in_box(rows, box), today).select_related("region")
    return Listed.of(list(found[: MOST_ROWS + 1]), _row)


def _row(issue: Any) -> Row:
    state = f"{issue.get_state_display()}{'，整改超期' if issue.late else ''}"
    return Row(f"issue-{issue.pk}", str(issue), issue.region.name, state)


def unchecked_on(post: Post, on: date) -> QuerySet[Lead]:
    """Leads that had been heard of by that day and not been checked by its end, with ``late`` (1 or 0): for too long where the reader works."""
    _, end = Period("day", on, on, day_words(on)).bounds()
    rows = Lead.objects.visible_to(post).filter(Q(checked_at=None) | Q(checked_at__gte=end), found_at__lt=end)
    # What waits now began to wait at ``state_since``; of what was checked since, only the day it was found is known.
    long_ago = end - LeadLimit.wait(post.region_id)
    waits = Q(checked_at=None, state_since__lt=long_ago) | Q(checked_at__isnull=False, found_at__lt=long_ago)
    return rows.order_by().annotate(late=Case(When(waits, then=1), default=0))


def lead_spots(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    yield from spots_of_leads(unchecked_on(post, on))


def spots_of_leads(rows: QuerySet[Lead]) -> Iterator[tuple[int, float, float, int]]:
    placed = rows.filter(lat__isnull=False, lng__isnull=False)
    yield from placed.order_by("pk").values_list("pk", "lat", "lng", "late")


def listed_leads(post: Post, on: date, box: Box) -> Listed:
    return listed_of_leads(unchecked_on(post, on), post, box)


def listed_of_leads(rows: QuerySet[Lead], post: Post, box: Box) -> Listed:
    found = in_box(rows, box).select_related("region").order_by("found_at", "pk")
    words = (LEADS[0].word, unchecked_words(post))
    return Listed.of(
        list(found[: MOST_ROWS + 1]),
        lambda lead: Row(f"lead-{lead.pk}", str(lead), lead.region.name, words[lead.late]),
    )


def leads_of_ledger(request: PostRequest, on: date) -> QuerySet[Lead]:
    """Unchecked leads that meet the ledger's conditions as far as a lead has what they ask for: it has no class yet, nor a unit."""
    told = {name: value for name, value in request.GET.items() if name in SHARED}
    return LeadFilter(told, queryset=unchecked_on(request.post, on), request=request).qs


def lead_shades(post: Post) -> list[Shade]:
    """With the days that hold where the reader works."""
    return [LEADS[0], replace(LEADS[1], word=unchecked_words(post))]


PROBLEMS = Colouring(
    "problems",
    "在办问题",
    REACHES,
    problems_of,
    "当天已发现、还没有办结的问题；只计落到河段的，市、县、镇、村段各计各的。",
)
SPOTS = SpotKind("issue", "在办问题", "triangle", POINTS, "issues:map_issue", spots, listed)
LISTED = replace(SPOTS, label="所列问题")
LEAD_SPOTS = SpotKind(
    "lead", "待核实线索", "cross", LEADS, "issues:map_lead", lead_spots, listed_leads, False, shades_for=lead_shades
)
