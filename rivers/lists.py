"""List pages of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.words import mask_phone
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from hezhang.core.web.templatetags.ui import tag_html
from rivers import marks, reads, rules
from rivers.filters import BoardFilter, ReachFilter, RiverFilter, SectionFilter, TenureFilter
from rivers.models import Reach, River, Section, Signboard, Tenure

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Actions = Iterable[tuple[str, str]]
IMPORT = Tool("导入河长名录", reverse_lazy("rivers:import_chiefs"), icon="upload", rule=is_office)


# ── What the lists share ──
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
def rivers_of(post: Post) -> QuerySet[River]:
    return reads.rivers_of(post, timezone.localdate())


def gap_words(river: Any) -> str:
    if river.gap_count:
        return f"缺 {river.gap_count} 段"
    return "齐全" if river.reach_count else "未划分河段"


def gap_mark(river: Any) -> str:
    return tag_html(gap_words(river), "red" if river.gap_count else "green" if river.reach_count else "grey")


def river_actions(river: River, post: Post) -> Actions:
    yield "查看", river.get_absolute_url()
    yield from if_kept(post, river, "编辑", "rivers:river_edit")


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
        toolbar=[add_tool("新增河湖", "rivers:river_new"), IMPORT],
        empty="还没有登记河湖。可以导入河长名录，河湖、河段和河长会一并登记。",
    ),
    rivers_of,
)


# ── 河段 ──
def reaches_of(post: Post) -> QuerySet[Reach]:
    return reads.with_chiefs(Reach.objects.visible_to(post).select_related("river"), timezone.localdate())


def chiefs_of(reach: Any) -> str:
    """Who is responsible for the reach today; "" says nobody is."""
    held = (tenure for tenure in reach.current_tenures if tenure.kind == "responsible")
    return "、".join(tenure.post.user.name for tenure in held)


def chiefs_mark(reach: Any) -> str:
    return chiefs_of(reach) or tag_html("空缺", "red")


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
            Column("river", "河湖", "river.name", order="river__code", width=14),
            Column("region", "所属区划", "region.name", order="region_id", width=14),
            Column("length", "长度（公里）", "length_km", kind="number", width=12),
            Column("chief", "责任河长", chiefs_mark, kind="html", width=14, excel=chiefs_of),
        ],
        filterset=ReachFilter,
        order="code",
        row_url=Reach.get_absolute_url,
        row_actions=lambda reach, post: if_kept(post, reach, "任命河长", "rivers:appoint"),
        tabs=[Tab("all", "全部"), Tab("gap", "无责任河长", _without_chief)],
        empty="还没有登记河段。请在河湖页面新增，或导入河长名录。",
    ),
    reaches_of,
)


# ── 河长名录 ──
def tenures_of(post: Post) -> QuerySet[Tenure]:
    joined = ("post__user", "post__region", "post__department", "reach__river", "reach__region")
    return Tenure.objects.visible_to(post).select_related(*joined)


def _in_office(rows: QuerySet) -> QuerySet:
    return rows.current(timezone.localdate())


def _gone(rows: QuerySet) -> QuerySet:
    return rows.filter(ends_on__lt=timezone.localdate())


def chief_actions(tenure: Tenure, post: Post) -> Actions:
    yield "河段", reach_url(tenure)
    if tenure.ends_on is None and rules.may_keep(post, tenure.reach.region_id):
        yield "离任", reverse("rivers:dismiss", args=[tenure.pk])


CHIEFS = register(
    ListSpec(
        key="chiefs",
        title="河长名录",
        columns=[
            Column("name", "姓名", "post.user.name", width=10),
            Column("kind", "类别", "get_kind_display", order="kind", width=10),
            Column("tier", "级别", "reach.get_tier_display", width=8),
            Column("title", "职务", "post.title", width=20),
            Column("phone", "电话", lambda tenure: mask_phone(tenure.post.user.phone), width=13),
            Column("river", "河湖", "reach.river.name", order="reach__river__code", width=14),
            Column("reach", "河段", "reach.name", order="reach__code", width=24),
            Column("region", "区划", "reach.region.name", order="reach__region_id", width=14),
            Column("starts", "任职日期", "starts_on", order="starts_on", kind="date", width=12),
            Column("ends", "离任日期", "ends_on", kind="date", default=False, width=12),
        ],
        filterset=TenureFilter,
        order="reach__code",
        primary=4,
        row_url=reach_url,
        row_actions=chief_actions,
        tabs=[Tab("now", "在任", _in_office), Tab("past", "历任", _gone), Tab("all", "全部")],
        toolbar=[IMPORT],
        empty="还没有登记河长。",
    ),
    tenures_of,
)


# ── 公示牌 ──
def boards_of(post: Post) -> QuerySet[Signboard]:
    return reads.boards_of(Signboard.objects.visible_to(post), timezone.localdate())


def board_state(board: Any) -> str:
    return marks.board_words(board, timezone.localdate())


def board_mark(board: Any) -> str:
    return marks.board_mark(board, timezone.localdate())


def _overdue(rows: QuerySet) -> QuerySet:
    return reads.overdue(rows, timezone.localdate(), rules.SIGNBOARD_GRACE_DAYS)


BOARDS = register(
    ListSpec(
        key="signboards",
        title="公示牌",
        columns=[
            Column("code", "编号", "code", order="code", width=16),
            Column("place", "安装地点", "place", width=24),
            Column("reach", "河段", "reach.name", order="reach__code", width=24),
            Column("region", "区划", "region.name", order="region_id", width=14),
            Column("renewed", "更新日期", "renewed_on", order="renewed_on", kind="date", width=12),
            Column("state", "状态", board_mark, kind="html", width=18, excel=board_state),
            Column("since", "河长变更日期", "stale_since", kind="date", default=False, width=14),
        ],
        filterset=BoardFilter,
        order="code",
        primary=2,
        row_url=reach_url,
        tabs=[Tab("all", "全部"), Tab("stale", "应更新", reads.stale), Tab("overdue", "超期未更新", _overdue)],
        row_actions=lambda board, post: if_kept(post, board, "登记已更新", "rivers:signboard_renew"),
        empty="还没有登记公示牌。请在河段页面新增。",
    ),
    boards_of,
)


# ── 监测断面 ──
def sections_of(post: Post) -> QuerySet[Section]:
    return reads.sections_of(Section.objects.visible_to(post))


def section_met(section: Any) -> str:
    return marks.met_words(section.latest_class, section.target) if section.latest_month else ""


def met_mark(section: Any) -> str:
    words = section_met(section)
    return tag_html(words, "green" if words == "达标" else "red") if words else ""


def latest_month(section: Any) -> str:
    month = section.latest_month
    return f"{month.year}年{month.month}月" if month else ""


def _unmet(rows: QuerySet) -> QuerySet:
    return rows.filter(latest_class__gt=F("target"))


SECTIONS = register(
    ListSpec(
        key="sections",
        title="监测断面",
        columns=[
            Column("name", "断面", "name", order="name", width=16),
            Column("code", "编码", "code", order="code", width=14),
            Column("river", "河湖", "river.name", order="river__code", width=14),
            Column("region", "考核区划", "region.name", order="region_id", width=12),
            Column("body", "水体类型", "get_body_display", default=False, width=10),
            Column("target", "目标", "get_target_display", order="target", width=8),
            Column("month", "最近月份", latest_month, width=12),
            Column(
                "latest",
                "水质",
                lambda section: marks.class_chip(section.latest_class),
                kind="html",
                width=16,
                excel=lambda section: marks.class_words(section.latest_class),
            ),
            Column("met", "是否达标", met_mark, kind="html", width=10, excel=section_met),
        ],
        filterset=SectionFilter,
        order="code",
        primary=3,
        row_url=Section.get_absolute_url,
        tabs=[Tab("all", "全部"), Tab("unmet", "未达标", _unmet)],
        toolbar=[add_tool("新增断面", "rivers:section_new")],
        row_actions=lambda section, post: if_kept(post, section, "填报", "rivers:section_month"),
        empty="还没有登记监测断面。",
    ),
    sections_of,
)
