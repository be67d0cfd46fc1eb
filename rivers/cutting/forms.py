"""Where a reach is split, and with which neighbour one is joined."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from hezhang.core.geo import shapes
from hezhang.core.geo.positions import Point, length_km
from hezhang.core.web.sure import SureForm
from rivers.registry.models import Reach

REST = [("0", "上半段"), ("1", "下半段")]


class SplitForm(SureForm):
    """The point by its distance from the start, or by a position that the map hands over."""

    km = forms.DecimalField(
        label="拆分点距起点（公里）", max_digits=7, decimal_places=3, min_value=0, required=False,
        help_text="沿河线从上游端量起；在地图上选点的不用填。",
    )  # fmt: skip
    lat = forms.FloatField(label="拆分点纬度", min_value=-90, max_value=90, required=False)
    lng = forms.FloatField(label="拆分点经度", min_value=-180, max_value=180, required=False, help_text="WGS-84。")
    place = forms.CharField(
        label="拆分点位置描述", max_length=100, required=False, help_text="如“三号桥”，作上段终点、下段起点。"
    )
    first_name = forms.CharField(label="上半段名称", max_length=80)
    first_code = forms.CharField(label="上半段编码", max_length=20)
    second_name = forms.CharField(label="下半段名称", max_length=80)
    second_code = forms.CharField(label="下半段编码", max_length=20)
    rest = forms.ChoiceField(label="没有位置的公示牌、问题等归", choices=REST, initial="0")

    def __init__(self, *args: Any, points: list[Point], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points, self.share = points, 0.0

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = self.cleaned_data
        if self.errors or len(self.points) < 2:
            return found
        if found.get("lat") is not None and found.get("lng") is not None:
            self.share = shapes.share_at(self.points, (found["lat"], found["lng"]))
        elif found.get("km") is not None:
            self.share = float(found["km"]) / max(length_km(self.points), 0.001)
        else:
            self.add_error("km", "请填写拆分点距起点的公里数，或在地图上选点。")
        if self.share > 1:
            self.add_error("km", f"河线全长 {length_km(self.points):.3f} 公里，拆分点超出了河线。")
        return found


class JoinForm(SureForm):
    """The neighbour, and whose chief stays."""

    other = forms.ModelChoiceField(Reach.objects.none(), label="与之合并的相邻河段", empty_label="请选择")
    chief_of = forms.ChoiceField(
        label="责任河长", choices=[("own", "由本河段的责任河长负责"), ("other", "由相邻河段的责任河长负责")]
    )
    name = forms.CharField(label="合并后名称", max_length=80)
    code = forms.CharField(label="合并后编码", max_length=20)

    def __init__(self, *args: Any, reach: Reach, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alike = Reach.objects.standing(on).filter(river=reach.river_id, tier=reach.tier, region=reach.region_id)
        self.fields["other"].queryset = alike.filter(parent=reach.parent_id).exclude(pk=reach.pk)
