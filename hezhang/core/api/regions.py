"""行政区划: the ground's own door."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from hezhang.core.accounts.models import Post, Region
from hezhang.core.api.doors import Door
from hezhang.core.api.rows import Row
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.lists.spec import Column, ListSpec


class RegionFilter(django_filters.FilterSet):
    tier = django_filters.ChoiceFilter(label="级别", choices=Tier)
    parent = django_filters.CharFilter(label="上级区划代码", field_name="parent_id")


class RegionOut(Row):
    parent = serializers.CharField(source="parent_id", allow_null=True, help_text="上级区划代码")

    class Meta:
        model = Region
        fields = ["code", "name", "tier", "parent", "is_pseudo"]


class Regions(Door):
    """行政区划，按 12 位统计用区划代码。"""

    many, one, title = "regions", "region", "行政区划"
    lookup, key = "code", "<str:code>"
    serializer = RegionOut
    spec = ListSpec(
        key="regions",
        title="行政区划",
        columns=[Column("code", "区划代码", "code", order="code"), Column("name", "名称", "name", order="name")],
        filterset=RegionFilter,
        order="code",
    )
    example = "tier=town"

    def scoped(self, post: Post) -> QuerySet[Region]:
        return Region.objects.visible_to(post)
