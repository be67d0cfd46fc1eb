"""Rows for the screens, with everything that their words need."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from patrols.norms.choices import CheckGroup
from patrols.norms.models import CheckItem
from patrols.walks.models import Finding, Patrol


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
