"""Problems and leads on the map, as of any day: reckoned from their dates, never from a status of today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Q, QuerySet, When

from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.words import day_words
from issues.leads.models import Lead
from issues.leads.rules import UNCHECKED_AFTER
from issues.ledger.choices import RUNNING_STATES
from issues.ledger.models import Issue
from rivers.map.facts.parts import MOST_ROWS, Box, Colouring, Listed, Row, Shade, SpotKind, in_box
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

FEW, MANY, LATE = range(3)
MANY_FROM = 3
REACHES = [
    Shade(f"在办 1–{MANY_FROM - 1} 件", "#c79a00", (12, 5)),
    Shade(f"在办 {MANY_FROM} 件及以上", "#e8740c", (5, 4)),
    Shade("有超期问题", "#cf2418", width=1.6),
    Shade("没有在办问题", "#3a9a6d"),
]
POINTS = [Shade("在办", "#1f6fb2"), Shade("整改超期", "#cf2418")]
LEADS = [Shade("待核实", "#c76a00"), Shade("超三天未核实", "#cf2418")]


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


def _row(issue: Any) -> Row:
    state = f"{issue.get_state_display()}{'，整改超期' if issue.late else ''}"
    return Row(f"issue-{issue.pk}", str(issue), issue.region.name, state)


def unchecked_on(post: Post, on: date) -> QuerySet[Lead]:
    """Leads that had been heard of by that day and not been checked by its end, with ``late`` (1 or 0): for three days and more."""
    _, end = Period("day", on, on, day_words(on)).bounds()
    rows = Lead.objects.visible_to(post).filter(Q(checked_at=None) | Q(checked_at__gte=end), found_at__lt=end)
    # What waits now began to wait at ``state_since``; of what was checked since, only the day it was found is known.
    long_ago = end - UNCHECKED_AFTER
    waits = Q(checked_at=None, state_since__lt=long_ago) | Q(checked_at__isnull=False, found_at__lt=long_ago)
    return rows.order_by().annotate(late=Case(When(waits, then=1), default=0))


def lead_spots(post: Post, on: date) -> Iterator[tuple[int, float, float, int]]:
    rows = unchecked_on(post, on).filter(lat__isnull=False, lng__isnull=False)
    yield from rows.order_by("pk").values_list("pk", "lat", "lng", "late")


def listed_leads(post: Post, on: date, box: Box) -> Listed:
    rows = in_box(unchecked_on(post, on), box).select_related("region").order_by("found_at", "pk")
    return Listed.of(list(rows[: MOST_ROWS + 1]), _lead_row)


def _lead_row(lead: Any) -> Row:
    return Row(f"lead-{lead.pk}", str(lead), lead.region.name, LEADS[lead.late].word)


PROBLEMS = Colouring(
    "problems",
    "在办问题",
    REACHES,
    problems_of,
    "当天已发现、还没有办结的问题；只计落到河段的，市、县、镇、村段各计各的。",
)
SPOTS = SpotKind("issue", "在办问题", "triangle", POINTS, "issues:map_issue", spots, listed)
LEAD_SPOTS = SpotKind("lead", "待核实线索", "cross", LEADS, "issues:map_lead", lead_spots, listed_leads, False)
