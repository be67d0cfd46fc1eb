"""Who was chief of what, as of a day."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.api.asking import day_asked, filtered
from hezhang.core.api.doors import Door
from hezhang.core.kernel.words import mask_phone
from rivers.chiefs import lists
from rivers.chiefs.models import Tenure
from rivers.registry.api import RegistryRow


class TenureOut(RegistryRow):
    name = serializers.CharField(source="post.user.name", help_text="姓名")
    title = serializers.CharField(source="post.title", help_text="职务")
    phone = serializers.SerializerMethodField(help_text="电话，中间四位以 * 遮蔽，与页面相同")
    tier = serializers.CharField(source="reach.tier", help_text="级别")
    reach = serializers.IntegerField(source="reach_id", help_text="河段编号（id）")
    reach_code = serializers.CharField(source="reach.code")
    reach_name = serializers.CharField(source="reach.name")
    river_code = serializers.CharField(source="reach.river.code")
    river_name = serializers.CharField(source="reach.river.name")
    region = serializers.CharField(source="reach.region_id", help_text="河段所属区划代码")
    region_name = serializers.CharField(source="reach.region.name")

    class Meta:
        model = Tenure
        fields = ["id", "name", "title", "phone", "kind", "tier", "reach", "reach_code", "reach_name"]
        fields += ["river_code", "river_name", "region", "region_name", "starts_on", "ends_on"]

    def get_phone(self, tenure: Tenure) -> str:
        return mask_phone(tenure.post.user.phone)


class Tenures(Door):
    """河长任职：某一天在任的河长（on=2026-03-01，默认今天），与“河长名录”页同样的查询条件。"""

    many, one, title = "tenures", "tenure", "河长任职"
    spec, serializer = lists.CHIEFS, TenureOut
    tabs = False  # 在任 and 历任 are what ``on`` says for any day
    example = "on=2026-03-01&kind=responsible"

    @classmethod
    def parameters(cls) -> dict[str, str]:
        return super().parameters() | {"on": "哪一天在任，默认今天"}

    def scoped(self, post: Post) -> QuerySet[Tenure]:
        return lists.tenures_of(post)

    def chosen(self, request: PostRequest) -> QuerySet[Tenure]:
        day = day_asked(request, timezone.localdate())
        return filtered(request, self.spec, self.scoped(request.post).current(day))


DOORS: list[type[Door]] = [Tenures]
