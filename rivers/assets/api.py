"""Things at the water, as other systems read them: with every field of their kind as of today."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.api.doors import Door
from rivers.assets import lists
from rivers.assets.models import Asset, FieldValue
from rivers.registry.api import RegistryRow


class AssetOut(RegistryRow):
    kind = serializers.CharField(source="kind.name", help_text="类别")
    river_code = serializers.CharField(source="river.code", default=None, allow_null=True)
    river_name = serializers.CharField(source="river.name", default=None, allow_null=True)
    reach_code = serializers.CharField(source="reach.code", default=None, allow_null=True)
    region = serializers.CharField(source="region_id", help_text="所属区划代码")
    region_name = serializers.CharField(source="region.name")
    fields_today = serializers.SerializerMethodField(help_text="类别的各项内容：字段名称和今天的值")

    class Meta:
        model = Asset
        fields = ["id", "code", "name", "kind", "river_code", "river_name", "reach_code", "region", "region_name"]
        fields += ["bank", "place", "lat", "lng", "keeper", "established_on", "ended_on", "fields_today"]

    def get_fields_today(self, asset: Any) -> dict[str, str]:
        # In the order of their days: of one field the last that had begun holds; an empty one says nothing.
        told = {value.field.name: value.text for value in asset.begun}
        return {name: text for name, text in told.items() if text}


class Assets(Door):
    """涉河对象（排污口、取水口、水闸等），各项内容按今天的值；经纬度为 WGS-84。不写分类（tab）时含已终止的。"""

    many, one, title = "assets", "asset", "涉河对象"
    spec, serializer = lists.ASSETS, AssetOut
    example = "tab=standing&page_size=2"

    def scoped(self, post: Post) -> QuerySet[Asset]:
        said = FieldValue.objects.on(timezone.localdate()).filter(field__is_active=True).select_related("field")
        return lists.assets_of(post).prefetch_related(Prefetch("values", said, to_attr="begun"))


DOORS: list[type[Door]] = [Assets]
