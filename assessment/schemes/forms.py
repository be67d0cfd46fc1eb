"""The edit sheet of a scheme: one form for the whole, and a line per group, indicator and band."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from assessment.schemes.choices import Calculation, IndicatorShape
from assessment.schemes.rules.catalogue import PARAMETERS
from assessment.schemes.services.scheme_data import BandIn, GroupIn, IndicatorIn, SchemeIn

WHOLE = "总分（不属于分组）"
BLANK_LINES = {"groups": 1, "indicators": 2, "bands": 1}
POINTS = {"max_digits": 6, "decimal_places": 2, "min_value": 0}


class HeadForm(forms.Form):
    name = forms.CharField(label="名称", max_length=80)
    basis = forms.CharField(label="依据", max_length=200, required=False)
    bonus_cap = forms.DecimalField(label="加分上限", max_digits=5, decimal_places=2, min_value=0)


class GroupForm(forms.Form):
    name = forms.CharField(label="分组", max_length=30)
    points = forms.DecimalField(label="满分", **POINTS)


class BandForm(forms.Form):
    name = forms.CharField(label="等次", max_length=10)
    at_least = forms.DecimalField(label="最低分", **POINTS)
    is_cap = forms.BooleanField(label="一票否决后最高等次", required=False)


class IndicatorForm(forms.Form):
    code = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    group = forms.ChoiceField(label="分组", required=False)
    name = forms.CharField(label="指标", max_length=40)
    calculation = forms.ChoiceField(label="取数", choices=[("", "人工录入"), *Calculation.choices], required=False)
    shape = forms.ChoiceField(label="计分方式", choices=IndicatorShape.choices, initial=IndicatorShape.DEDUCT)
    points = forms.DecimalField(label="分值", **POINTS)
    cap = forms.DecimalField(label="上限", required=False, **POINTS)
    rule = forms.CharField(label="评分规则", max_length=200, required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", WHOLE), *groups]
        for one in PARAMETERS.values():
            bounds = {"min_value": one.lowest, "max_value": one.highest}
            self.fields[one.name] = forms.IntegerField(label=one.label, required=False, **bounds)
        self.order_fields([*(name for name in self.fields if name != "rule"), "rule"])


def _set(form: type[forms.Form], name: str) -> type[BaseFormSet]:
    return formset_factory(form, extra=BLANK_LINES[name], can_delete=True, max_num=60, absolute_max=80)


GroupSet, IndicatorSet, BandSet = _set(GroupForm, "groups"), _set(IndicatorForm, "indicators"), _set(BandForm, "bands")


class SchemeSheet:
    """All forms of one scheme. Within one submission a group is known by the number of its line."""

    def __init__(self, stored: SchemeIn, data: Any = None) -> None:
        keys = {group.key: str(number) for number, group in enumerate(stored.groups)}
        self.head = HeadForm(data, initial=_plain(stored, "name", "basis", "bonus_cap"))
        self.groups = GroupSet(data, prefix="groups", initial=[_plain(one, "name", "points") for one in stored.groups])
        lines = [_indicator(one, keys) for one in stored.indicators]
        options = {"groups": self._group_choices()}
        self.indicators = IndicatorSet(data, prefix="indicators", initial=lines, form_kwargs=options)
        self.bands = BandSet(
            data, prefix="bands", initial=[_plain(one, "name", "at_least", "is_cap") for one in stored.bands]
        )

    def _group_choices(self) -> list[tuple[str, str]]:
        named = [(str(number), form["name"].value() or "") for number, form in enumerate(self.groups.forms)]
        return [(key, name or "（新增分组）") for key, name in named]

    def is_valid(self) -> bool:
        """All of them, so that every error shows at once."""
        return False not in [part.is_valid() for part in (self.head, self.groups, self.indicators, self.bands)]

    @property
    def errors(self) -> list[str]:
        """Every error of every line, as sentences that name the line."""
        found = [f"{self.head.fields[name].label}：{words[0]}" for name, words in self.head.errors.items()]
        for title, lines in (("分组", self.groups), ("指标", self.indicators), ("等次", self.bands)):
            for number, form in enumerate(lines.forms, 1):
                found += [f"{title}第 {number} 行{form.fields[key].label}：{w[0]}" for key, w in form.errors.items()]
            found += list(lines.non_form_errors())
        return found

    def data(self) -> SchemeIn:
        """What was handed in; deleted and blank lines are left out."""
        groups = [
            GroupIn(str(number), form.cleaned_data["name"], form.cleaned_data["points"])
            for number, form in enumerate(self.groups.forms)
            if _counts(form)
        ]
        indicators = [_indicator_in(form.cleaned_data) for form in self.indicators.forms if _counts(form)]
        bands = [
            BandIn(form.cleaned_data["name"], form.cleaned_data["at_least"], form.cleaned_data["is_cap"])
            for form in self.bands.forms
            if _counts(form)
        ]
        return SchemeIn(**self.head.cleaned_data, groups=groups, indicators=indicators, bands=bands)


def _plain(obj: object, *names: str) -> dict[str, Any]:
    return {name: getattr(obj, name) for name in names}


def _indicator(one: IndicatorIn, keys: dict[str, str]) -> dict[str, Any]:
    names = ("code", "name", "calculation", "shape", "points", "cap", "rule")
    return _plain(one, *names) | {"group": keys.get(one.group, "")} | one.parameters


def _counts(form: forms.Form) -> bool:
    return bool(form.cleaned_data) and "name" in form.cleaned_data and not form.cleaned_data.get("DELETE")


def _indicator_in(data: dict[str, Any]) -> IndicatorIn:
    values = {name: value for name, value in data.items() if name != "DELETE" and name not in PARAMETERS}
    given = {name: data[name] for name in PARAMETERS if data.get(name) is not None}
    return IndicatorIn(**values, parameters=given)
