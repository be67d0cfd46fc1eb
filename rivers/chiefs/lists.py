"""河长名录: the list of tenures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import mask_phone
from hezhang.core.search.finding import matching
from hezhang.core.web.lists import Column, ListSpec, Tab, register
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry import rules
from rivers.registry.lists import IMPORT, Actions, reach_url, towns

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class TenureFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名 / 河湖 / 河段", method="find")
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier, field_name="reach__tier")
    town = django_filters.ModelChoiceFilter(label="乡镇（街道）", queryset=towns, method="in_town")
    kind = django_filters.ChoiceFilter(label="类别", choices=TenureKind)

    def find(self, rows: QuerySet, name: str, word: str) -> QuerySet:
        return matching(rows, "chief", word)

    def in_town(self, rows: QuerySet, name: str, town: Region) -> QuerySet:
        return rows.filter(within(town, "reach__region"))


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
        personal=True,
        title="河长名录",
        columns=[
            Column("name", "姓名", "post.user.name", width=10),
            Column("kind", "类别", "get_kind_display", order="kind", width=10),
            Column("tier", "级别", "reach.get_tier_display", width=8),
            Column("title", "职务", "post.title", width=20),
            # Masked in lists and exports; the whole number is shown one at a time, and each look is journalled.
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
