"""Forms of the registry. What a region or post may be chosen from lies inside the acting post's scope."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.web.days import plausible_day
from hezhang.core.web.fields import RegionField, day_field, regions_of
from rivers.choices import Bank, LimitSense, Monitored, RiverKind, TenureKind, WaterBody, WaterClass
from rivers.models import Reach, River, Tenure, WaterLimit, WaterStandard

ROMAN = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ", 5: "Ⅴ", 6: "劣Ⅴ"}


def length_field(label: str = "长度（公里）") -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=8, decimal_places=2, min_value=0)


class RiverForm(forms.Form):
    name = forms.CharField(label="名称", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=RiverKind.choices)
    code = forms.CharField(label="本地编码", max_length=20, help_text="区县代码 6 位 + R + 4 位顺序号。")
    national_code = forms.CharField(label="国家编码", max_length=20, required=False, help_text="SL 249；小河流可不填。")
    region = RegionField()
    length_km = length_field()
    basin = forms.CharField(label="所在水系", max_length=40, required=False)
    remark = forms.CharField(label="备注", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_of(post)


class ReachForm(forms.Form):
    name = forms.CharField(label="河段名称", max_length=80)
    code = forms.CharField(label="河段编码", max_length=20)
    tier = forms.ChoiceField(label="级别", choices=Tier.choices)
    region = RegionField()
    parent = forms.ModelChoiceField(Reach.objects.none(), label="上级河段", required=False, empty_label="无")
    length_km = length_field()
    start_place = forms.CharField(label="起点", max_length=100, required=False)
    end_place = forms.CharField(label="终点", max_length=100, required=False)
    bank = forms.ChoiceField(label="岸别", choices=Bank.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, post: Post, river: River, reach: Reach | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_of(post)
        parents = river.reaches.visible_to(post).exclude(tier=Tier.VILLAGE)
        self.fields["parent"].queryset = parents.exclude(pk=reach.pk) if reach else parents


class PostField(forms.ModelChoiceField):
    """A person in an office: 乔立本（桥头镇 · 乡镇级河长 · 镇长）."""

    def label_from_instance(self, obj: Post) -> str:
        return str(obj)


class AppointForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=TenureKind.choices)
    post = PostField(Post.objects.none(), label="人员与岗位", empty_label="请选择")
    starts_on = day_field("任职日期")

    def __init__(self, *args: Any, post: Post, reach: Reach, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate(), "kind": TenureKind.RESPONSIBLE})
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = candidates(post, reach)


def candidates(post: Post, reach: Reach) -> QuerySet[Post]:
    """Posts held today on the reach's own region or above it, inside the acting post's scope."""
    digits = [CODE_DIGITS[tier] for tier in Tier]
    codes = {reach.region_id[:count].ljust(12, "0") for count in digits}
    held = Post.objects.visible_to(post).current().exclude(role__in=ADMIN_ROLES).filter(region__in=codes)
    return held.with_faces().order_by("-region_id", "role", "pk")


class DismissForm(forms.Form):
    on = day_field("离任日期（在任最后一天）")

    def __init__(self, *args: Any, tenure: Tenure, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), tenure.starts_on)})
        super().__init__(*args, **kwargs)


class BoardForm(forms.Form):
    code = forms.CharField(label="编号", max_length=24)
    place = forms.CharField(label="安装地点", max_length=100)
    renewed_on = day_field("更新日期")
    lat = forms.FloatField(label="纬度", required=False, min_value=-90, max_value=90, help_text="WGS-84，可不填。")
    lng = forms.FloatField(label="经度", required=False, min_value=-180, max_value=180)


class RenewForm(forms.Form):
    renewed_on = day_field("更新日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"renewed_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class SectionForm(forms.Form):
    name = forms.CharField(label="断面名称", max_length=60)
    code = forms.CharField(label="编码", max_length=20)
    river = forms.ModelChoiceField(River.objects.none(), label="河湖", empty_label="请选择")
    region = RegionField()
    body = forms.ChoiceField(label="水体类型", choices=WaterBody.choices, help_text="湖库的总磷限值与河流不同。")
    target = forms.TypedChoiceField(
        label="目标水质", choices=WaterClass.choices[:5], coerce=int, initial=WaterClass.III
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["river"].queryset = River.objects.visible_to(post)
        self.fields["region"].queryset = regions_of(post)
        self.fields["region"].label = "考核区划"


class MonthField(forms.CharField):
    """A month as 2026-05; gives its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not re.fullmatch(r"\d{4}-\d{2}", text or "") or not 1 <= int(text[5:]) <= 12 or text[:4] == "0000":
            raise forms.ValidationError("请填写月份，如 2026-05。")
        month = date(int(text[:4]), int(text[5:]), 1)
        plausible_day(month)
        return month


class SectionMonthForm(forms.Form):
    """All items of the standard on one page; blank means not measured."""

    month = MonthField(label="月份")
    monitored = forms.ChoiceField(
        label="监测情况", choices=Monitored.choices, help_text="断流、封冻或未监测的月份不参评。"
    )
    source = forms.CharField(label="数据来源", max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, standard: WaterStandard, body: str, target: int = WaterClass.III, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items: list[str] = []
        limits = WaterLimit.objects.filter(standard=standard, body__in=["", body], water_class=target)
        for row in limits.order_by("id"):  # the standard's own order: pH, dissolved oxygen …
            self.items.append(row.item)
            self.fields[row.item] = forms.CharField(
                label=f"{row.item_name}（{row.unit}）",
                required=False,
                max_length=20,
                help_text=limit_words(row),
                widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
            )

    @property
    def readings(self) -> dict[str, str]:
        """Item code → figure as written."""
        return {item: self.cleaned_data.get(item, "") for item in self.items}


def limit_words(row: WaterLimit) -> str:
    """目标Ⅲ类：≤ 1; pH 6～9; DO 目标Ⅲ类：≥ 5."""
    limit = f"{row.limit.normalize():f}"
    if row.sense == LimitSense.BETWEEN:
        return f"{limit}～{row.upper.normalize():f}" if row.upper is not None else limit
    sign = "≥" if row.sense == LimitSense.AT_LEAST else "≤"
    return f"目标{ROMAN[row.water_class]}类：{sign} {limit}" + ("" if row.is_assessed else "，不参与类别评价")
