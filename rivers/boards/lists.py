"""The list of signboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Column, ListSpec, Tab, Tool, register
from rivers.boards import facts
from rivers.boards.models import Signboard
from rivers.registry.lists import Actions, if_kept, towns
from rivers.registry.models import Reach

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class BoardFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="编号 / 地点 / 河段", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    seen = django_filters.ChoiceFilter(
        label="巡检", choices=[("unseen", "一年未巡检"), ("broken", "待修复")], method="by_seen"
    )

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "board", word)

    def by_seen(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return facts.broken(rows) if value == "broken" else facts.unseen(rows, timezone.localdate())

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def boards_of(post: Post) -> QuerySet[Signboard]:
    return facts.boards_of(Signboard.objects.visible_to(post), timezone.localdate())


def board_state(board: Any) -> str:
    return facts.board_words(board, timezone.localdate())


def board_mark(board: Any) -> str:
    return facts.board_mark(board, timezone.localdate())


def changes(board: Any) -> str:
    """What has to be changed on the board."""
    return facts.change_words(board, timezone.localdate())


def position(board: Any) -> str:
    return "" if board.lat is None else f"{board.lng},{board.lat}"


def board_actions(board: Signboard, post: Post) -> Actions:
    yield "查看", board.get_absolute_url()
    if board.ended_on is None:
        yield from if_kept(post, board, "登记已更新", "rivers:renew_signboard")
        yield from if_kept(post, board, "巡检", "rivers:inspect_signboard")


def _standing(rows: Any) -> Any:
    return rows.standing(timezone.localdate())


def _stale(rows: Any) -> Any:
    return facts.stale(_standing(rows))


def _overdue(rows: Any) -> Any:
    return facts.overdue(_standing(rows), timezone.localdate())


def _broken(rows: Any) -> Any:
    return facts.broken(_standing(rows))


def _ended(rows: Any) -> Any:
    return rows.filter(ended_on__lt=timezone.localdate())


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
            Column("changes", "变更内容", changes, width=40),
            Column("found", "最近巡检", facts.found_mark, kind="html", width=12, excel=facts.found_words),
            Column("seen", "巡检日期", "seen_on", kind="date", default=False, width=14),
            Column("since", "变更日期", "stale_since", kind="date", default=False, width=14),
            Column("range", "管理范围", "range_words", default=False, width=30),
            Column("goal", "治理目标", "goal", default=False, width=30),
            Column("position", "经纬度", position, default=False, width=24),
            Column("ended", "停用日期", "ended_on", kind="date", default=False, width=14),
            Column("why", "停用原因", "ended_why", default=False, width=20),
        ],
        filterset=BoardFilter,
        order="code",
        primary=2,
        row_url=Signboard.get_absolute_url,
        tabs=[
            Tab("all", "在用", _standing),
            Tab("stale", "应更新", _stale),
            Tab("overdue", "超期未更新", _overdue),
            Tab("broken", "待修复", _broken),
            Tab("ended", "已停用", _ended),
        ],
        row_actions=board_actions,
        toolbar=[
            Tool("批量打印", reverse_lazy("rivers:print_signboards"), icon="print", rule=is_office),
            Tool("还没有公示牌的河段", reverse_lazy("rivers:missing_boards"), icon="search", rule=is_office),
        ],
        empty="还没有登记公示牌。请在河段页面新增。",
    ),
    boards_of,
)


# ── Where boards are missing ──
class MissingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="河段 / 拼音首字母 / 河湖", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "reach", word)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def missing_of(post: Post) -> QuerySet[Reach]:
    reaches = facts.without_board(Reach.objects.visible_to(post), timezone.localdate())
    return reaches.select_related("region", "river")


MISSING = register(
    ListSpec(
        key="missing_boards",
        title="还没有公示牌的村级河段",
        columns=[
            Column("name", "河段", "name", width=24),
            Column("code", "编码", "code", order="code", width=20),
            Column("river", "河湖", "river.name", order="river__code", width=14),
            Column("region", "所属区划", "region.name", order="region_id", width=14),
            Column("length", "长度（公里）", "length_km", kind="number", width=12),
        ],
        filterset=MissingFilter,
        order="code",
        row_url=Reach.get_absolute_url,
        row_actions=lambda reach, post: if_kept(post, reach, "新增公示牌", "rivers:create_signboard"),
        empty="每个村级河段都有公示牌。",
    ),
    missing_of,
)
