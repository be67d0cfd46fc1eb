"""Rivers and reaches, as other systems read them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.api.doors import Door
from hezhang.core.api.rows import Row
from rivers.registry import lists
from rivers.registry.models import Reach, River


class RegistryRow(Row):
    """The rows of all rooms name rivers and reaches alike."""

    words = Row.words | {
        "river_code": "河湖编码",
        "river_name": "河湖名称",
        "reach_code": "河段编码",
        "reach_name": "河段名称",
        "section_code": "断面编码",
        "section_name": "断面名称",
    }


class RiverOut(RegistryRow):
    region = serializers.CharField(source="region_id", help_text="所属区划代码")
    region_name = serializers.CharField(source="region.name")
    reach_count = serializers.IntegerField(help_text="辖区内的河段数")
    gap_count = serializers.IntegerField(help_text="其中没有责任河长的河段数")

    class Meta:
        model = River
        fields = ["id", "code", "national_code", "name", "kind", "region", "region_name", "length_km", "basin"]
        fields += ["established_on", "ended_on", "reach_count", "gap_count"]


class Rivers(Door):
    """河湖名录，与“河湖”页同样的查询条件。"""

    many, one, title = "rivers", "river", "河湖"
    spec, serializer = lists.RIVERS, RiverOut
    example = "kind=river&order=-code"

    def scoped(self, post: Post) -> QuerySet[River]:
        return lists.rivers_of(post)


class ReachOut(RegistryRow):
    river = serializers.IntegerField(source="river_id", help_text="河湖编号（id）")
    river_code = serializers.CharField(source="river.code")
    river_name = serializers.CharField(source="river.name")
    region = serializers.CharField(source="region_id", help_text="所属区划代码")
    region_name = serializers.CharField(source="region.name")
    parent = serializers.IntegerField(source="parent_id", allow_null=True, help_text="上级河段编号（id）")
    chiefs = serializers.SerializerMethodField(help_text="今日在任的责任河长姓名")

    class Meta:
        model = Reach
        fields = ["id", "code", "name", "tier", "river", "river_code", "river_name", "region", "region_name", "parent"]
        fields += ["start_place", "end_place", "length_km", "bank", "established_on", "ended_on", "chiefs"]

    def get_chiefs(self, reach: Any) -> list[str]:
        return [held.post.user.name for held in reach.current_tenures if held.kind == "responsible"]


class Reaches(Door):
    """河段，与“河段”页同样的查询条件；已终止的河段不在列表中，按编号仍可读取。"""

    many, one, title = "reaches", "reach", "河段"
    spec, serializer = lists.REACHES, ReachOut
    example = "tier=town&page_size=2"

    def scoped(self, post: Post) -> QuerySet[Reach]:
        return lists.reaches_of(post)

    def single(self, post: Post) -> QuerySet[Reach]:
        return Reach.objects.visible_to(post).select_related("river").with_chiefs(timezone.localdate())


DOORS: list[type[Door]] = [Rivers, Reaches]
