"""What the map is asked for by its address; and what a hand on the map sends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from hezhang.core.geo import polyline
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.refusal import Refusal
from rivers.lines.models import STORED
from rivers.map.facts.colourings import colourings
from rivers.map.facts.parts import Box, Colouring

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

Read = TypeVar("Read", bound=forms.Form)


class AskedForm(forms.Form):
    """Colouring, day and tiers; ``box`` is west,south,east,north in degrees, as Leaflet writes it."""

    on = forms.DateField(label="截至日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    tiers = forms.MultipleChoiceField(label="河段级别", choices=Tier, required=False)
    kinds = forms.CharField(required=False, max_length=1000)
    box = forms.CharField(required=False, max_length=100)

    def __init__(self, data: QueryDict, *, post: Post, today: date) -> None:
        super().__init__(data)
        self.today, self.known = today, {one.key: one for one in colourings(post)}
        choices = [(one.key, one.label) for one in self.known.values()]
        self.fields["by"] = forms.ChoiceField(label="河段颜色", choices=choices, required=False)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"] or self.today
        if on > self.today:
            raise ValidationError("截至日期不能晚于今天。")
        return on

    def clean_box(self) -> Box:
        """South, north, west, east."""
        words = self.cleaned_data["box"]
        if not words:
            return (-90.0, 90.0, -180.0, 180.0)
        try:
            west, south, east, north = (float(word) for word in words.split(","))
        except ValueError:
            raise ValidationError("范围应为四个数字：西、南、东、北。") from None
        if not (-90 <= south <= north <= 90 and -360 <= west <= east <= 360):
            raise ValidationError("范围不正确，请刷新页面。")
        return south, north, west, east

    @property
    def colouring(self) -> Colouring:
        return self.known[self.cleaned_data["by"] or next(iter(self.known))]


def read(form: Read) -> Read:
    """The form, if what it was asked can be answered. Raises Refusal with the first sentence."""
    if not form.is_valid():
        name, faults = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else ""
        raise Refusal(f"{label or '地图'}：{faults[0]}")
    return form


class LineForm(forms.Form):
    """A line as the map sends it: encoded with six digits, so that 50,000 points stay below the size of a request."""

    path = forms.CharField(label="河线", max_length=1_500_000, strip=False)
    seen = forms.IntegerField(min_value=0)
    sure = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        try:
            told["points"] = polyline.decode(told.get("path", ""), STORED)
        except polyline.PolylineError:
            raise ValidationError("河线没有完整传到，请重新保存。") from None
        return told


class PlaceForm(forms.Form):
    lat = forms.FloatField(label="纬度")
    lng = forms.FloatField(label="经度")
    seen = forms.CharField(max_length=32)
