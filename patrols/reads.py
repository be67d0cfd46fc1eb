"""Rows for the screens, with everything that their words need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import Post
from patrols.choices import CheckGroup
from patrols.duties import owed_now
from patrols.duty import PeriodDuty
from patrols.models import CheckItem, Finding, Patrol
from rivers.models import Reach

MANY = 30


@dataclass(frozen=True)
class Walkable:
    """A reach one may set out on: when this person last walked it, and what it still owes (norms per reach)."""

    reach: Reach
    last: datetime | None
    owed: PeriodDuty | None = None


@dataclass(frozen=True)
class Outlook:
    """The start page: the own reaches, and what the chief owes in the periods that run."""

    own: list[Walkable]
    owed: list[PeriodDuty]


def outlook(post: Post) -> Outlook:
    """What this walker sees before setting out; about four queries."""
    reaches = list(Reach.objects.of_chief(post).select_related("river").order_by("code"))
    owed = owed_now(post)
    per_reach = {one.reach_id: one for one in owed if one.reach_id}
    last = last_walks(post, reaches)
    own = [Walkable(reach, last.get(reach.pk), per_reach.get(reach.pk)) for reach in reaches]
    return Outlook(own, [one for one in owed if one.reach_id is None])


def last_walks(post: Post, reaches: list[Reach]) -> dict[int, datetime]:
    """When this person last walked each of the reaches."""
    rows = Patrol.objects.filter(user_id=post.user_id, reach__in=reaches)
    return dict(rows.order_by().values_list("reach_id").annotate(last=Max("started_at")))


def other_reaches(post: Post, word: str, *, anyhow: bool = False) -> list[Reach]:
    """Reaches of the post's region by name or initials, at most 30; without a word none, or the first ones ``anyhow``."""
    if not word and not anyhow:
        return []
    named = Q(name__icontains=word) | Q(pinyin__startswith=word.lower()) | Q(code__iexact=word)
    return list(Reach.objects.visible_to(post).filter(named).select_related("river").order_by("code")[:MANY])


def check_items() -> list[tuple[str, list[CheckItem]]]:
    """The active check list by group, in the office's order: (group label, items)."""
    groups: dict[str, list[CheckItem]] = defaultdict(list)
    for item in CheckItem.objects.filter(is_active=True):
        groups[item.group].append(item)
    return [(CheckGroup(group).label, items) for group, items in groups.items()]


def told(patrol: Patrol) -> dict[str, Any]:
    """What the page of one patrol shows beside the row itself: facts, and findings with their photos."""
    findings = patrol.findings.select_related("item").prefetch_related("photos__upload")
    return {
        "facts": _facts(patrol),
        "findings": [(one, _photos(one), _place(one.lat, one.lng, one.accuracy_m)) for one in findings],
    }


def _facts(patrol: Patrol) -> list[tuple[str, Any]]:
    start = _place(patrol.start_lat, patrol.start_lng, None)
    end = _place(patrol.end_lat, patrol.end_lng, None)
    error = "" if patrol.accuracy_m is None else f"±{patrol.accuracy_m:.0f} 米"
    facts: list[tuple[str, Any]] = [
        ("巡河人", f"{patrol.user.name}（{patrol.post.label}）"),
        ("河段", f"{patrol.reach.name}（{patrol.river.name}）"),
        ("所属区划", patrol.region.name),
        ("方式", patrol.get_kind_display()),
        ("开始时间", moment(patrol.started_at)),
        ("结束时间", moment(patrol.ended_at)),
        ("时长", f"{patrol.minutes} 分钟"),
        ("发现问题", f"{patrol.finding_count} 处" if patrol.finding_count else "一切正常"),
        ("是否计入", patrol.get_counting_display()),
        ("文字记录", patrol.note),
        ("起点位置", start),
        ("终点位置", end),
        ("定位误差", error),
        ("提交时间", moment(patrol.submitted_at)),
    ]
    if patrol.entered_by:
        facts.append(("补录", f"由 {patrol.entered_by.user.name} 补录"))
    return [(label, value) for label, value in facts if value]


def moment(at: datetime) -> str:
    """2026年11月21日 14:05, local time."""
    local = timezone.localtime(at)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _place(lat: float | None, lng: float | None, accuracy_m: float | None) -> str:
    """北纬 30.123456°，东经 120.123456°（±15 米）."""
    if lat is None or lng is None:
        return ""
    error = "" if accuracy_m is None else f"（±{accuracy_m:.0f} 米）"
    return f"{'北' if lat >= 0 else '南'}纬 {abs(lat):.6f}°，{'东' if lng >= 0 else '西'}经 {abs(lng):.6f}°{error}"


def _photos(finding: Finding) -> list[dict[str, str]]:
    urls = [reverse("patrols:finding_photo", args=[photo.pk]) for photo in finding.photos.all()]
    return [{"url": url, "thumb": f"{url}?thumb=1", "caption": ""} for url in urls]


def with_faces(patrols: QuerySet[Patrol]) -> QuerySet[Patrol]:
    """Joined with what a row of a list shows."""
    return patrols.select_related("user", "post__user", "post__region", "post__department", "reach", "river", "region")
