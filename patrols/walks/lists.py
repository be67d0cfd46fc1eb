"""The patrol list of the office: its query form, its columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse, reverse_lazy

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.periods import Period
from hezhang.core.web.lists import Column, ListSpec, Tool, register
from patrols.walks import rules
from patrols.walks.choices import Counting, PatrolKind
from patrols.walks.facts import with_names
from patrols.walks.models import Patrol
from rivers.registry.lists import towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

FOUND = [("yes", "有发现"), ("no", "一切正常")]
ROLES = [(role.value, role.label) for role in (Role.CHIEF, Role.PATROLLER)]


class PatrolFilter(django_filters.FilterSet):
    """Person, reach or river by words; days by when it was walked."""

    q = django_filters.CharFilter(label="河长 / 河段 / 河湖", method="find")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    days = django_filters.DateFromToRangeFilter(label="巡河日期", method="walked_in")
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier)
    found = django_filters.ChoiceFilter(label="发现问题", choices=FOUND, method="with_findings")
    kind = django_filters.ChoiceFilter(label="方式", choices=PatrolKind)
    role = django_filters.ChoiceFilter(label="巡河人", field_name="post__role", choices=ROLES)
    counting = django_filters.ChoiceFilter(label="是否计入", choices=Counting)
    backfilled = django_filters.BooleanFilter(label="补录", field_name="is_backfilled")

    class Meta:
        model = Patrol
        fields: list[str] = []

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        person = Q(user__name__icontains=word) | Q(user__pinyin__startswith=word.lower())
        return rows.filter(person | Q(reach__name__icontains=word) | Q(river__name__icontains=word))

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town))

    def walked_in(self, rows: QuerySet, name: str, days: slice) -> QuerySet:
        """Days in Shanghai's reckoning, both inclusive."""
        first, last = (end.date() if end else None for end in (days.start, days.stop))
        if first:
            rows = rows.filter(started_at__gte=Period("day", first, first, "").bounds()[0])
        if last:
            rows = rows.filter(started_at__lt=Period("day", last, last, "").bounds()[1])
        return rows

    def with_findings(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(finding_count__gt=0) if value == "yes" else rows.filter(finding_count=0)


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
    Column("why", "未计入原因", "counting_why", default=False, width=30),
    Column("note", "文字记录", "note", default=False, width=30),
    Column("submitted", "提交时间", "submitted_at", order="submitted_at", kind="datetime", default=False, width=18),
    Column("backfilled", "补录", "is_backfilled", default=False, width=8),
]


def source(post: Post) -> QuerySet[Patrol]:
    """The rows that this post may see, ready to be shown."""
    return with_names(Patrol.objects.visible_to(post))


def _actions(patrol: Patrol, post: Post) -> list[tuple[str, str]]:
    """查看, and for the office 复核 where a walk waits for its word."""
    waits = patrol.counting == Counting.REVIEW and rules.may_review(post, patrol)
    review = [("复核", reverse("patrols:review", args=[patrol.pk]))] if waits else []
    return [*review, ("查看", reverse("patrols:patrol", args=[patrol.pk]))]


PATROLS = register(
    ListSpec(
        key="patrols",
        title="巡河记录",
        columns=COLUMNS,
        filterset=PatrolFilter,
        order="-started_at",
        primary=3,
        row_url=lambda patrol: reverse("patrols:patrol", args=[patrol.pk]),
        row_actions=_actions,
        toolbar=[Tool("补录巡河", reverse_lazy("patrols:backfill_patrol"), icon="edit", rule=rules.is_office)],
        empty="还没有巡河记录",
    ),
    source,
)
CARD = {"who", "reach", "started", "found"}
# In the home of a river: a screenful at a time; the list itself asks and exports.
HOME_PATROLS = replace(
    PATROLS,
    columns=[replace(one, on_phone=one.key in CARD) for one in COLUMNS if one.key != "river"],
    filterset=None,
    export=False,
    toolbar=(),
)
