"""The list of signboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Column, ListSpec, Tab, register
from rivers.boards import facts, rules
from rivers.boards.models import Signboard
from rivers.registry.lists import Actions, if_kept, reach_url, towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class BoardFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="编号 / 地点 / 河段", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "board", word)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))


def boards_of(post: Post) -> QuerySet[Signboard]:
    return facts.boards_of(Signboard.objects.visible_to(post), timezone.localdate())


def board_state(board: Any) -> str:
    return facts.board_words(board, timezone.localdate())


def board_mark(board: Any) -> str:
    return facts.board_mark(board, timezone.localdate())


def board_actions(board: Signboard, post: Post) -> Actions:
    yield "沿革", reverse("audit:history", args=["signboard", board.pk])
    yield from if_kept(post, board, "登记已更新", "rivers:renew_signboard")


def _overdue(rows: QuerySet) -> QuerySet:
    return facts.overdue(rows, timezone.localdate(), rules.SIGNBOARD_GRACE_DAYS)


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
        tabs=[Tab("all", "全部"), Tab("stale", "应更新", facts.stale), Tab("overdue", "超期未更新", _overdue)],
        row_actions=board_actions,
        empty="还没有登记公示牌。请在河段页面新增。",
    ),
    boards_of,
)
