"""Forms of the registry. What a region may be chosen from lies inside the acting post's scope."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.fields import RegionField, WordsField, day_field, regions_of
from rivers.registry.choices import SIDES, Bank, RiverKind
from rivers.registry.models import Reach, River


def length_field(label: str = "长度（公里）") -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=8, decimal_places=2, min_value=0)


def first_day() -> forms.DateField:
    return day_field("对象建立时间", required=False)


def last_day() -> forms.DateField:
    """The last day on which it is there; empty while it stands."""
    field = day_field("对象终止时间", required=False)
    field.help_text = "在用的不填。填写后转为已终止，只供查阅；清空即恢复。"
    return field


class RiverForm(forms.Form):
    name = forms.CharField(label="名称", max_length=60)
    kind = forms.ChoiceField(label="类别", choices=RiverKind.choices)
    code = forms.CharField(label="本地编码", max_length=20, required=False, help_text="不填则按编码规则自动编号。")
    national_code = forms.CharField(label="国家编码", max_length=20, required=False, help_text="SL 249；小河流可不填。")
    region = RegionField()
    length_km = length_field()
    basin = forms.CharField(label="所在水系", max_length=40, required=False)
    flows_into = forms.ModelChoiceField(
        River.objects.none(), label="汇入河湖", required=False, empty_label="无", help_text="支流填它直接汇入的河湖。"
    )
    joins_bank = forms.ChoiceField(label="汇入岸别", choices=[("", "未填"), *SIDES], required=False)
    established_on = first_day()
    ended_on = last_day()
    remark = WordsField(label="备注", most=300, required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, post: Post, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_of(post)
        if is_new:
            del self.fields["ended_on"]
        self.fields["flows_into"].queryset = River.objects.visible_to(post)


class ReachForm(forms.Form):
    name = forms.CharField(label="河段名称", max_length=80)
    code = forms.CharField(label="河段编码", max_length=20, required=False)
    tier = forms.ChoiceField(label="级别", choices=Tier.choices)
    region = RegionField()
    parent = forms.ModelChoiceField(Reach.objects.none(), label="上级河段", required=False, empty_label="无")
    length_km = length_field()
    start_place = forms.CharField(label="起点", max_length=100, required=False)
    end_place = forms.CharField(label="终点", max_length=100, required=False)
    bank = forms.ChoiceField(label="岸别", choices=Bank.choices)
    established_on = first_day()
    ended_on = last_day()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, post: Post, river: River, reach: Reach | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions_of(post)
        # Nothing lies below a village's reach.
        parents = river.reaches.visible_to(post).standing(timezone.localdate()).exclude(tier=Tier.VILLAGE)
        self.fields["parent"].queryset = parents.exclude(pk=reach.pk) if reach else parents
        if reach is None:
            del self.fields["ended_on"]
        elif reach.ended_on and reach.parent_id:
            # What it lay in has ended with it, more often than not.
            self.fields["parent"].queryset |= Reach.objects.filter(pk=reach.parent_id)
