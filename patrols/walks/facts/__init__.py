"""Rows for the screens, with everything that their words need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hezhang.core.files.facts import picture
from hezhang.core.geo.positions import geodesic, place_words
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import moment_words
from hezhang.core.web.templatetags.ui import link_html
from patrols.norms.choices import ENTERED, UNTIMED_KINDS, CheckGroup, KindUse
from patrols.norms.models import CheckItem, KindRule
from patrols.norms.rules.counting import SAID
from patrols.walks.choices import FindingState, PatrolKind
from patrols.walks.models import Finding, Patrol, Supplement
from patrols.walks.rules import thing_words
from patrols.walks.services import Asked
from rivers.registry.facts import reach_link, river_link

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Rows = TypeVar("Rows", bound=QuerySet)

WALK_LABELS = {
    "note": "文字记录", "kind": "方式", "started_at": "开始时间", "ended_at": "结束时间", "start": "起点位置", "end": "终点位置",
}  # fmt: skip
# Eight are seen at once on a small phone; some dozens of findings back is what a walker is used to.
MOST_TILES, LOOKED_BACK = 8, 60
ICONS = {
    CheckGroup.WATER: "water", CheckGroup.SURFACE: "surface", CheckGroup.CHANNEL: "channel", CheckGroup.BANK: "trash",
    CheckGroup.ACTIVITY: "ban", CheckGroup.OUTLET: "outlet", CheckGroup.SIGNBOARD: "signpost", CheckGroup.WORKS: "works",
}  # fmt: skip
ASKS_SAME: dict[str, Any] = {
    "said": SAID,
    "kinds": {kind.value: str(kind.label) for kind in PatrolKind},
    "untimed": sorted(UNTIMED_KINDS),
}
FINDING_LABELS = {
    "state": "处理",
    "text": "情况描述",
    "measure": "当场措施",
    "place": "位置",
    "phone": "手机定位",
    "thing": "关联对象",
}


def check_items(code: str) -> list[tuple[str, list[CheckItem]]]:
    """The active check list of a place by group, in the office's order: (group label, items)."""
    groups: dict[str, list[CheckItem]] = defaultdict(list)
    for item in CheckItem.objects.in_force(code).filter(is_active=True):
        groups[item.group].append(item)
    return [(CheckGroup(group).label, items) for group, items in groups.items()]


@dataclass(frozen=True)
class Tile:
    """A check item as a picture to tap."""

    item: CheckItem
    icon: str


def tiles(groups: Iterable[tuple[str, list[CheckItem]]], user_id: int) -> list[Tile]:
    """Eight pictures at most: what this walker found last comes first, then the first of each group; one query.

    ``groups`` as ``check_items`` gives them: what is no longer in use is no tile.
    """
    listed = list(groups)
    in_use = {item.pk: item for _, items in listed for item in items if item.group != CheckGroup.OTHER}
    found = Finding.objects.filter(patrol__user_id=user_id).order_by("-pk").values_list("item_id", flat=True)
    typical = [items[0].pk for _, items in listed if items]
    picked = [pk for pk in dict.fromkeys([*found[:LOOKED_BACK], *typical]) if pk in in_use][:MOST_TILES]
    return [Tile(in_use[pk], ICONS.get(CheckGroup(in_use[pk].group), "flag")) for pk in picked]


def kinds_offered(kinds: Iterable[KindRule], tier: str) -> list[tuple[str, str]]:
    """The kinds that a walker of the tier may choose, (value, words); one that does not count says so beforehand."""
    use = {row.way: row.use_at(tier) for row in kinds}
    offered = [(kind, use.get(kind.value, KindUse.COUNTS)) for kind in PatrolKind]
    return [
        (kind.value, kind.label + ("" if how == KindUse.COUNTS else "（不计入巡河次数）"))
        for kind, how in offered
        if how != KindUse.UNUSED
    ]


def asks_of(asked: Asked, tier: str, *, has_line: bool, last: datetime | None) -> dict[str, Any]:
    """What a phone holds a walk against while it lasts (``static/js/walk/rules.js``); {} where nothing is switched on.

    ``last``: when this person's last walk ended. With ``ASKS_SAME``, which is the same everywhere.
    """
    row = asked.threshold
    want = {"minutes": row.minutes, "hours": row.hours, "km": round(row.km * 100)} if row else {}
    # Of a reach without a line no share can be reckoned.
    want |= {"share": row.share} if row and has_line else {}
    if not any(want.values()) and not asked.tells_kind:
        return {}
    barred = [kind.way for kind in asked.kinds if kind.use_at(tier) != KindUse.COUNTS]
    moment = None if last is None else int(last.timestamp() * 1000)
    return {"want": want, "not": barred, "tells_kind": asked.tells_kind, "last": moment}


def last_ended(user_id: int) -> datetime | None:
    """The end of a person's last walk."""
    rows = Patrol.objects.filter(user_id=user_id).order_by("-started_at", "-id")
    return rows.values_list("ended_at", flat=True).first()


def entered_words(code: str) -> str:
    """What the office should know before it enters a walk: for whom that does not count in its place; "" where it does."""
    row = KindRule.objects.in_force(code).filter(way=ENTERED).first()
    tiers = [tier.label for tier in Tier if row and row.use_at(tier) != KindUse.COUNTS]
    return (
        f"本区规定{'、'.join(map(str, tiers))}河长的补录不计入巡河次数（依据：{row.basis}），记录照常保存。"
        if row and tiers
        else ""
    )


def page_of(patrol: Patrol, post: Post) -> dict[str, Any]:
    """What the page of one patrol shows beside the row itself: facts, findings with their photos, supplements."""
    findings = patrol.findings.with_things().select_related("supplement").prefetch_related("photos__upload")
    supplements = patrol.supplements.select_related("post__user")
    reviews = patrol.reviews.select_related("post__user", "recalled_by__user")
    return {
        "facts": facts_of(patrol, post),
        "findings": [(one, _photos(one), finding_place(one), thing_link(one, post)) for one in findings],
        "reviews": reviews,
        "supplements": [
            (one, _supplement_facts(one)) for one in supplements.prefetch_related("findings", "photos__finding")
        ],
    }


def finding_place(finding: Finding) -> str:
    """Where it is; of what was put there by hand also what the phone had measured, and how far off that is. "" for nowhere."""
    words = place_words(finding.lat, finding.lng, finding.accuracy_m)
    if not finding.is_placed:
        return words
    measured = place_words(finding.phone_lat, finding.phone_lng, finding.phone_accuracy_m)
    if not measured:
        return f"{words}（在地图上标出，没有手机定位）"
    metres = geodesic(finding.lat, finding.lng, finding.phone_lat, finding.phone_lng)
    return f"{words}（在地图上调整；手机定位 {measured}，相距约 {metres:.0f} 米）"


def thing_link(finding: Finding, post: Post) -> SafeString | str:
    """What the finding is about, with its page where the post may open it; "" for nothing. No query."""
    thing = finding.thing
    if thing is None:
        return ""
    return link_html(thing_words(thing), thing.get_absolute_url() if post.region.contains(thing.region_id) else "")


def facts_of(patrol: Patrol, post: Post) -> list[tuple[str, Any]]:
    """The walk itself, in words: who, where, when, and whether it counts."""
    start = place_words(patrol.start_lat, patrol.start_lng, None)
    end = place_words(patrol.end_lat, patrol.end_lng, None)
    error = "" if patrol.accuracy_m is None else f"±{patrol.accuracy_m:.0f} 米"
    facts: list[tuple[str, Any]] = [
        ("巡河人", f"{patrol.user.name}（{patrol.post.label}）"),
        ("河段", format_html("{}（{}）", reach_link(patrol.reach, post), river_link(patrol.river, post))),
        ("所属区划", patrol.region.name),
        ("方式", patrol.get_kind_display()),
        ("开始时间", moment_words(patrol.started_at)),
        ("结束时间", moment_words(patrol.ended_at)),
        ("手机上的结束时间", patrol.phone_time),
        ("时长", patrol.span),
        ("发现问题", f"{patrol.finding_count} 处" if patrol.finding_count else "一切正常"),
        ("是否计入", patrol.get_counting_display()),
        ("文字记录", patrol.note),
        ("起点位置", start),
        ("终点位置", end),
        ("定位误差", error),
        ("提交时间", moment_words(patrol.submitted_at)),
    ]
    if patrol.is_backfilled:
        who = f"由 {patrol.entered_by.user.name} 补录" if patrol.entered_by else "建库时导入"
        facts.append(("补录", who))
    return [(label, value) for label, value in facts if value]


def _supplement_facts(supplement: Supplement) -> list[tuple[str, str]]:
    """What a supplement says, in words: the walk's facts, those of its findings (named ``2.text``), and what came with it."""
    facts = [(_label(name), _words(name.rpartition(".")[2], fact)) for name, fact in supplement.facts.items()]
    new = "、".join(f"发现 {one.number}" for one in supplement.findings.all())
    photos = sum(photo.finding.supplement_id != supplement.pk for photo in supplement.photos.all())
    more = [("新增发现", new), ("原有发现新增照片", f"{photos} 张" if photos else "")]
    return facts + [(label, words) for label, words in more if words]


def news_words(facts: Mapping[str, Any]) -> str:
    """What is told anew of one finding, a line for each fact; "" for none."""
    return "\n".join(f"{FINDING_LABELS[name]}：{_words(name, fact)}" for name, fact in facts.items())


def _label(name: str) -> str:
    number, _, fact = name.rpartition(".")
    return f"发现 {number} {FINDING_LABELS[fact]}" if number else WALK_LABELS[fact]


def _words(name: str, fact: Any) -> str:
    """A fact of a supplement as the page says it."""
    if name in ("started_at", "ended_at"):
        return moment_words(datetime.fromisoformat(fact))
    if name in ("start", "end", "place", "phone"):
        return place_words(*fact, None)
    labels = {"kind": PatrolKind, "state": FindingState}.get(name)
    return str(labels(fact).label) if labels else str(fact)


def _photos(finding: Finding) -> list[dict[str, str]]:
    """With those that came later marked, unless the whole finding did."""
    shown = []
    for photo in finding.photos.all():
        url = reverse("patrols:finding_photo", args=[photo.pk])
        is_later = photo.supplement_id != finding.supplement_id
        shown.append(picture(photo.upload, url, "补充" if is_later else ""))
    return shown


def with_names(patrols: Rows) -> Rows:
    """Joined with what a row of a list shows."""
    return patrols.select_related("user", "post__user", "post__region", "post__department", "reach", "river", "region")
