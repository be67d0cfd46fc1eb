"""The patrol list of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy

from hezhang.core.web.lists import Column, ListSpec, Tool, register
from patrols import rules
from patrols.filters import PatrolFilter
from patrols.models import Patrol
from patrols.reads import with_faces

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

COLUMNS = [
    Column("who", "巡河人", "user.name", width=10),
    Column("post", "岗位", "post.label", default=False, width=24),
    Column("tier", "级别", "get_tier_display", order="tier", width=8),
    Column("place", "所属区划", "region.name", order="region_id", width=14),
    Column("river", "河湖", "river.name", order="river_id", width=14),
    Column("reach", "河段", "reach.name", order="reach_id", width=22),
    Column("started", "开始时间", "started_at", order="started_at", kind="datetime", width=18),
    Column("minutes", "时长（分钟）", "minutes", kind="number", width=12),
    Column("found", "发现问题", "finding_count", order="finding_count", kind="number", width=10),
    Column("kind", "方式", "get_kind_display", default=False, width=10),
    Column("counting", "是否计入", "get_counting_display", order="counting", width=10),
    Column("why", "不计入原因", "counting_why", default=False, width=30),
    Column("note", "文字记录", "note", default=False, width=30),
    Column("submitted", "提交时间", "submitted_at", order="submitted_at", kind="datetime", default=False, width=18),
    Column("backfilled", "补录", "is_backfilled", default=False, width=8),
]


def source(post: Post) -> QuerySet[Patrol]:
    """The rows that this post may see, ready to be shown."""
    return with_faces(Patrol.objects.visible_to(post))


PATROLS = register(
    ListSpec(
        key="patrols",
        title="巡河记录",
        columns=COLUMNS,
        filterset=PatrolFilter,
        order="-started_at",
        primary=3,
        row_url=lambda patrol: reverse("patrols:patrol", args=[patrol.pk]),
        row_actions=lambda patrol, post: [("查看", reverse("patrols:patrol", args=[patrol.pk]))],
        toolbar=[Tool("补录巡河", reverse_lazy("patrols:backfill"), icon="edit", rule=rules.is_office)],
        empty="还没有巡河记录",
    ),
    source,
)
