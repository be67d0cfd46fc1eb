"""Forms of the registry. What a region may be chosen from lies inside the acting post's scope."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import Tier
from hezhang.core.web.fields import RegionField, WordsField, regions_of
from rivers.registry.choices import Bank, RiverKind
from rivers.registry.models import Reach, River


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
    remark = WordsField(label="备注", most=300, required=False, widget=forms.Textarea(attrs={"rows": "2"}))
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
        # Nothing lies below a village's reach.
        parents = river.reaches.visible_to(post).standing(timezone.localdate()).exclude(tier=Tier.VILLAGE)
        self.fields["parent"].queryset = parents.exclude(pk=reach.pk) if reach else parents
