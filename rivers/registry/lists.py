"""The lists of rivers and reaches, and what all lists of the app share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import day_words
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import link_html, tag_html
from rivers.registry import facts, rules
from rivers.registry.choices import RiverKind
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Actions = Iterable[tuple[str, str]]
IMPORT = Tool("导入河长名录", reverse_lazy("rivers:import_chiefs"), icon="upload", rule=is_office)
LINES = [
    Tool("导入河线", reverse_lazy("rivers:import_lines"), icon="upload", rule=is_office),
    Tool("导出河线", reverse_lazy("rivers:export_lines"), icon="download"),
]
GAPS = [("true", "有河段空缺"), ("false", "各河段齐全")]


# ── What the lists share ──
def towns(request: Any) -> QuerySet[Region]:
    """Towns that the asking post may see."""
    post = getattr(request, "post", None)
    return Region.objects.none() if post is None else Region.objects.visible_to(post).filter(tier=Tier.TOWN)


def reach_url(row: Any) -> str:
    """The page of the reach that the row belongs to."""
    return reverse("rivers:reach", args=[row.reach_id])


def if_kept(post: Post, row: Any, label: str, view: str) -> Actions:
    """The action on the row, for a post that keeps the registry of its region."""
    if rules.may_keep(post, row.region_id):
        yield label, reverse(view, args=[row.pk])


def add_tool(label: str, view: str) -> Tool:
    """The main button above a list: register another one."""
    return Tool(label, reverse_lazy(view), icon="plus", primary=True, rule=is_office)


# ── Rivers ──
class RiverFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称 / 拼音首字母 / 编码", method="find")
    kind = django_filters.ChoiceFilter(label="类别", choices=RiverKind)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    gap = django_filters.ChoiceFilter(label="责任河长", choices=GAPS, method="with_gap")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "river", word)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        # A river that is registered with the county and runs through the town is asked for there.
        reaches = Reach.objects.filter(within(town), river=OuterRef("pk"))
        return rows.filter(within(town) | Exists(reaches))

    def with_gap(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(gap_count__gt=0) if value == "true" else rows.filter(gap_count=0)


def rivers_of(post: Post) -> QuerySet[River]:
    return facts.rivers_of(post, timezone.localdate())


def gap_words(river: Any) -> str:
    if river.ended_on is not None:
        return f"{day_words(river.ended_on)}终止"
    if river.gap_count:
        return f"缺 {river.gap_count} 段"
    return "齐全" if river.reach_count else "未划分河段"


def gap_mark(river: Any) -> str:
    is_whole = river.reach_count and river.ended_on is None
    return tag_html(gap_words(river), "red" if river.gap_count else "green" if is_whole else "grey")


def _standing(rows: QuerySet) -> QuerySet:
    return rows.standing(timezone.localdate())


def _ended(rows: QuerySet) -> QuerySet:
    return rows.ended(timezone.localdate())


def river_actions(river: River, post: Post) -> Actions:
    yield "查看", river.get_absolute_url()
    yield from if_kept(post, river, "编辑", "rivers:edit_river")


RIVERS = register(
    ListSpec(
        key="rivers",
        title="河湖名录",
        columns=[
            Column("name", "名称", "name", order="name", width=16),
            Column("kind", "类别", "get_kind_display", order="kind", width=8),
            Column("code", "编码", "code", order="code", width=14),
            Column("region", "所属区划", "region.name", order="region_id", width=12),
            Column("length", "长度（公里）", "length_km", kind="number", width=12),
            Column("reaches", "河段数", "reach_count", order="reach_count", kind="number", width=8),
            Column("gaps", "责任河长", gap_mark, order="gap_count", kind="html", width=10, excel=gap_words),
            Column("basin", "所在水系", "basin", default=False, width=14),
            Column("national", "国家编码", "national_code", default=False, width=14),
            Column("remark", "备注", "remark", default=False, width=30),
        ],
        filterset=RiverFilter,
        order="code",
        primary=4,
        row_url=River.get_absolute_url,
        row_actions=river_actions,
        toolbar=[add_tool("新增河湖", "rivers:create_river"), IMPORT, LINES[0]],
        tabs=[Tab("all", "在用", _standing), Tab("ended", "已终止", _ended)],
        empty="还没有登记河湖。可以导入河长名录，河湖、河段和河长会一并登记。",
    ),
    rivers_of,
)


# ── 河段 ──
class ReachFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="河段 / 拼音首字母 / 河湖", method="find")
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier)
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "reach", word)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def reaches_of(post: Post) -> QuerySet[Reach]:
    today = timezone.localdate()
    return Reach.objects.visible_to(post).select_related("river").with_chiefs(today)


def chiefs_of(reach: Any) -> str:
    """Who is responsible for the reach today; "" says nobody is."""
    held = (tenure for tenure in reach.current_tenures if tenure.kind == "responsible")
    return "、".join(tenure.post.user.name for tenure in held)


def chiefs_mark(reach: Any) -> str:
    if reach.ended_on is not None:
        return tag_html(f"{day_words(reach.ended_on)}终止", "grey")
    return chiefs_of(reach) or tag_html("空缺", "red")


def river_mark(row: Any) -> str:
    """The river of a reach: whoever sees the reach may open it."""
    return link_html(row.river.name, row.river.get_absolute_url())


def reach_actions(reach: Reach, post: Post) -> Actions:
    if reach.ended_on is None:
        yield from if_kept(post, reach, "任命河长", "rivers:appoint")


def _without_chief(rows: QuerySet) -> QuerySet:
    return rows.without_chief(timezone.localdate())


REACHES = register(
    ListSpec(
        key="reaches",
        title="河段",
        columns=[
            Column("name", "河段", "name", width=24),
            Column("code", "编码", "code", order="code", width=20),
            Column("tier", "级别", "get_tier_display", width=8),
            Column("river", "河湖", river_mark, kind="html", order="river__code", width=14, excel="river.name"),
            Column("region", "所属区划", "region.name", order="region_id", width=14),
            Column("length", "长度（公里）", "length_km", kind="number", width=12),
            Column("chief", "责任河长", chiefs_mark, kind="html", width=14, excel=chiefs_of),
        ],
        filterset=ReachFilter,
        order="code",
        row_url=Reach.get_absolute_url,
        row_actions=reach_actions,
        toolbar=LINES,
        tabs=[Tab("all", "在用", _standing), Tab("gap", "无责任河长", _without_chief), Tab("ended", "已终止", _ended)],
        empty="还没有登记河段。请在河湖页面新增，或导入河长名录。",
    ),
    reaches_of,
)
