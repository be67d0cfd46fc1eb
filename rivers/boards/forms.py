"""A signboard, and that it was renewed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.web.fields import day_field


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
