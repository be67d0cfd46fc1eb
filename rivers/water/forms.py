"""Sections, and the figures of a month."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.words import decimal_words
from hezhang.core.web.days import plausible_day
from hezhang.core.web.excel import CellError, as_position
from hezhang.core.web.fields import RegionField, regions_of
from hezhang.core.web.sure import SureForm
from rivers.registry.forms import first_day, last_day
from rivers.registry.models import River
from rivers.water.choices import LimitSense, Monitored, WaterBody, WaterClass
from rivers.water.models import MonthlyItem, Section, WaterLimit, WaterStandard

ROMAN = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ", 5: "Ⅴ", 6: "劣Ⅴ"}


class PositionField(forms.CharField):
    """(latitude, longitude) of one line in either notation, as the import reads it; None where it is left blank."""

    def __init__(self) -> None:
        words = "WGS-84；十进制度或度分秒，先经度或先纬度都可以，如 120.80774,27.88178；也可在地图上移动。"
        super().__init__(label="经纬度", max_length=60, required=False, help_text=words)

    def clean(self, value: Any) -> Any:
        try:
            return as_position(super().clean(value))
        except CellError as wrong:
            raise forms.ValidationError(f"{wrong}。") from wrong

    def prepare_value(self, value: Any) -> Any:
        return f"{value[1]},{value[0]}" if isinstance(value, tuple) else value


class SectionForm(forms.Form):
    name = forms.CharField(label="断面名称", max_length=60)
    code = forms.CharField(label="编码", max_length=20, help_text="已填下一个空号；有统一编码的改成统一编码。")
    river = forms.ModelChoiceField(River.objects.none(), label="河湖", empty_label="请选择")
    region = RegionField()
    body = forms.ChoiceField(label="水体类型", choices=WaterBody.choices, help_text="湖库的总磷限值与河流不同。")
    target = forms.TypedChoiceField(
        label="目标水质", choices=WaterClass.choices[:5], coerce=int, initial=WaterClass.III
    )
    position = PositionField()
    established_on = first_day()

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["river"].queryset = River.objects.visible_to(post).standing(timezone.localdate())
        self.fields["region"].queryset = regions_of(post)
        self.fields["region"].label = "考核区划"

    @property
    def values(self) -> dict[str, Any]:
        """For the services."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("position", "seen", "sure")}
        lat, lng = self.cleaned_data["position"] or (None, None)
        return given | {"lat": lat, "lng": lng}


class SectionEditForm(SureForm, SectionForm):
    """What a section is; its target is set from a month on, on a page of its own."""

    ended_on = last_day()
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["target"]
        self.fields["code"].help_text = ""
        # The river may have ended since.
        self.fields["river"].queryset |= River.objects.filter(pk=section.river_id)


class MonthField(forms.CharField):
    """A month as 2026-05; gives its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-05"})

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        # Browsers without a month picker send what was typed; and date() has no year 0.
        if not re.fullmatch(r"\d{4}-\d{2}", text or "", re.ASCII) or not 1 <= int(text[5:]) <= 12 or text[:4] == "0000":
            raise forms.ValidationError("请填写月份，如 2026-05。")
        month = date(int(text[:4]), int(text[5:]), 1)
        plausible_day(month)
        return month


class SectionMonthForm(forms.Form):
    """All items of the sheet and of the standard on one page; blank means not measured."""

    month = MonthField(label="月份")
    monitored = forms.ChoiceField(
        label="监测情况", choices=Monitored.choices, help_text="断流、封冻或未监测的月份不参评。"
    )
    source = forms.CharField(label="数据来源", max_length=60, required=False)
    reason = forms.CharField(label="更正原因", max_length=100, required=False, help_text="更正已填报的月份须写明。")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, standard: WaterStandard, section: Section, target: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.data.get("seen") or self.initial.get("seen")):
            del self.fields["reason"]
        self.items: list[str] = []
        for item, name, unit, words in fields_of(section, standard, target):
            self.items.append(item)
            self.fields[item] = forms.CharField(
                label=f"{name}（{unit}）" if unit else name,
                required=False,
                max_length=20,
                help_text=words,
                widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
            )

    @property
    def readings(self) -> dict[str, str]:
        """Item code → figure as written."""
        return {item: self.cleaned_data.get(item, "") for item in self.items}


def fields_of(section: Section, standard: WaterStandard, target: int) -> list[tuple[str, str, str, str]]:
    """(item, name, unit, limit in words): the columns of the monthly sheet first, then the rest of the standard."""
    limits: dict[str, WaterLimit] = {}
    for row in standard.limits.filter(body__in=["", section.body]).order_by("id"):  # pH, dissolved oxygen …
        # One row for each item: that of the target, whose limit stands beside the field; else what there is (90 %, Ⅰ).
        if row.item not in limits or row.water_class == target:
            limits[row.item] = row
    monthly = MonthlyItem.objects.in_force(section.region_id).values_list("item", "name", "unit")
    rows = {
        item: (item, name, unit, limit_words(limits[item]) if item in limits else "") for item, name, unit in monthly
    }
    rest = [(item, row.item_name, row.unit, limit_words(row)) for item, row in limits.items() if item not in rows]
    return [*rows.values(), *rest]


class GridForm(forms.Form):
    """What the monthly sheet says beside its cells."""

    source = forms.CharField(label="数据来源", max_length=60, required=False, help_text="记入本次新填的各行。")
    reason = forms.CharField(label="更正原因", max_length=100, required=False, help_text="改动已填报的行时必填。")


class TargetForm(forms.Form):
    since = MonthField(label="起始月份", help_text="从这个月起按新目标判断达标，以前的月份不变。")
    target = forms.TypedChoiceField(label="目标水质", choices=WaterClass.choices[:5], coerce=int)
    basis = forms.CharField(label="依据", max_length=100, help_text="文件名称或文号，记入日志。")


def limit_words(row: WaterLimit) -> str:
    """目标Ⅲ类：≤ 1; pH 6～9; DO 目标Ⅲ类：≥ 5."""
    limit = decimal_words(row.limit)
    if row.sense == LimitSense.BETWEEN:
        return f"{limit}～{decimal_words(row.upper)}" if row.upper is not None else limit
    if row.instead_of:
        return f"{ROMAN[row.water_class]}类的另一判据：≥ {limit}"
    sign = "≥" if row.sense == LimitSense.AT_LEAST else "≤"
    return f"目标{ROMAN[row.water_class]}类：{sign} {limit}" + ("" if row.is_assessed else "，不参与类别评价")
