"""What the pages show of parcels, and of what was kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse

from hezhang.core.kernel.words import moment_words
from hezhang.core.parcels.choices import Decision
from hezhang.core.parcels.models import Held, Parcel

Facts = list[tuple[str, str]]


def photo_words(parcel: Parcel) -> str:
    """照片 5/6, "" for none."""
    return f"{parcel.photos_here}/{parcel.photo_count}" if parcel.photo_count else ""


def parcel_facts(parcel: Parcel) -> Facts:
    """Who, what, when; how far it has come; and what the office did about it."""
    dealt = ""
    if parcel.dealt_by and parcel.dealt_at:
        dealt = f"{parcel.get_dealing_display()}（{parcel.dealt_by.user.name}，{moment_words(parcel.dealt_at)}）"
    facts = [
        ("人员", f"{parcel.user.name}（{parcel.post.label}）"),
        ("类别", parcel.kind_label),
        ("手机上提交", when_made(parcel)),
        ("报到", moment_words(parcel.announced_at) if parcel.announced_at else ""),
        ("照片", f"已到 {photo_words(parcel)}" if parcel.photo_count else "没有照片"),
        ("收到", moment_words(parcel.received_at) if parcel.received_at else ""),
        ("收下后", parcel.title),
        ("处理", dealt),
        ("说明", parcel.dealt_note),
    ]
    return [(label, value) for label, value in facts if value]


def when_made(parcel: Parcel) -> str:
    """As the phone showed it, unless its clock could not be right."""
    if parcel.clock_off_s:
        return f"手机时间有误（与收到时相差约 {abs(parcel.clock_off_s) // 60} 分钟），按收到时间 {moment_words(parcel.made_at)} 计"
    return moment_words(parcel.made_at)


def held_facts(held: Held) -> Facts:
    """What it was about, what was to be done, and why it was not."""
    return [
        ("提交人", f"{held.parcel.user.name}（{held.parcel.post.label}）"),
        ("关于", held.about),
        ("要办的事", held.act),
        ("手机上提交", when_made(held.parcel)),
        ("收到", f"{moment_words(held.came_at)}{'（由河长办从文件导入）' if held.is_from_file else ''}"),
        ("没有办成的原因", held.why),
    ]


def told_lines(held: Held) -> Facts:
    """What was written, field by field."""
    parts = [line.partition("：") for line in held.words.split("\n") if line]
    return [(label, text) if mark else ("", label) for label, mark, text in parts]


def held_photos(held: Held, view: str = "parcels:held_photo") -> list[dict[str, str]]:
    """For components/photos.html; ``view`` answers with one in the scope of the page that shows it."""
    shown = []
    for photo in held.photos.all():
        url = reverse(view, args=[photo.pk])
        shown.append({"url": url, "thumb": f"{url}?thumb=1", "caption": ""})
    return shown


def late_words(rows: Iterable[Model]) -> dict[int, str]:
    """Of rows of one table that came from phones noticeably later than they were handed in there: when, in words.

    One query for all of them.
    """
    found = list(rows)
    if not found:
        return {}
    ids = [row.pk for row in found]
    parcels = Parcel.objects.filter(became_type=found[0]._meta.label_lower, became_id__in=ids)
    return {parcel.became_id: _late(parcel) for parcel in parcels if parcel.is_late and parcel.became_id}


def _late(parcel: Parcel) -> str:
    seen = ""
    if parcel.announced_at and parcel.received_at and (parcel.received_at - parcel.announced_at).total_seconds() > 600:
        seen = f"，{moment_words(parcel.announced_at)} 报到"
    return f"{moment_words(parcel.made_at)} 在手机上填写{seen}，{moment_words(parcel.received_at)} 收到"


def decided_words(held: Held) -> str:
    """What became of it, by whom and when; "" while it waits."""
    if held.decided_at is None:
        return ""
    who = f"{held.decided_by.user.name}，" if held.decided_by else ""
    reason = f"理由：{held.reason}" if held.reason else ""
    return f"{held.get_decision_display()}（{who}{moment_words(held.decided_at)}）。{reason}"


def panel(held: Held, view: str) -> dict[str, Any]:
    """One of those kept beside a row, for that row's page: who, what, why; what was written; its photos; what became of it."""
    left_out = {"关于", "要办的事"}
    return {
        "title": f"补充说明：{held.act}" if held.decision == Decision.TAKEN else f"没有办成：{held.act}",
        "facts": [fact for fact in held_facts(held) if fact[0] not in left_out] + told_lines(held),
        "photos": held_photos(held, view),
        "decided": decided_words(held),
        "url": held.get_absolute_url(),
    }
