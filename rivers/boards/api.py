"""Signboards, as other systems read them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.api.doors import Door
from rivers.boards import lists
from rivers.boards.models import Signboard
from rivers.registry.api import RegistryRow


class BoardOut(RegistryRow):
    reach = serializers.IntegerField(source="reach_id", help_text="河段编号（id）")
    reach_code = serializers.CharField(source="reach.code")
    reach_name = serializers.CharField(source="reach.name")
    region = serializers.CharField(source="region_id", help_text="所属区划代码")
    region_name = serializers.CharField(source="region.name")
    stale_since = serializers.DateField(allow_null=True, help_text="牌面与登记开始不一致的日期；空为内容最新")
    state = serializers.SerializerMethodField(help_text="内容最新；应更新，剩余 N 天；超期 N 天")

    class Meta:
        model = Signboard
        fields = ["id", "code", "place", "reach", "reach_code", "reach_name", "region", "region_name"]
        fields += ["lat", "lng", "renewed_on", "stale_since", "state"]

    def get_state(self, board: Any) -> str:
        return lists.board_state(board)


class Boards(Door):
    """公示牌，与“公示牌”页同样的查询条件；经纬度为 WGS-84。"""

    many, one, title = "signboards", "signboard", "公示牌"
    spec, serializer = lists.BOARDS, BoardOut
    example = "tab=stale"

    def scoped(self, post: Post) -> QuerySet[Signboard]:
        return lists.boards_of(post)


DOORS: list[type[Door]] = [Boards]
