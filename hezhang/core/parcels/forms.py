"""What phones announce and ask for, and what the office says of parcels."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hezhang.core.parcels.choices import Dealing
from hezhang.core.parcels.rules import MOST_PHOTOS
from hezhang.core.web.fields import WordsField

MOST_BYTES = 4096  # of an announcement; of most, 300
MOST_ASKED = 200
UNREAD = "内容没有传完整，请再试一次。"


class ManifestForm(forms.Form):
    """An announcement; ``sum`` and the photos' are empty where a phone cannot reckon them (a page without https)."""

    id = forms.UUIDField()
    kind = forms.CharField(max_length=10)
    sum = forms.RegexField(r"^[0-9a-f]{0,16}$", required=False, max_length=16)
    at = forms.IntegerField(required=False, min_value=0, max_value=2**40)
    photos = forms.JSONField(required=False)

    def clean_photos(self) -> list[str]:
        found = self.cleaned_data["photos"] or []
        is_list = isinstance(found, list) and len(found) <= MOST_PHOTOS
        if not is_list or not all(isinstance(each, str) and len(each) in (0, 8) and _is_hex(each) for each in found):
            raise ValidationError(f"照片校验应为 8 位十六进制的列表，最多 {MOST_PHOTOS} 张。")
        return list(found)


class ReceiptsForm(forms.Form):
    """Numbers that a phone asks after."""

    ids = forms.JSONField()

    def clean_ids(self) -> list[Any]:
        found = self.cleaned_data["ids"]
        if not isinstance(found, list) or len(found) > MOST_ASKED:
            raise ValidationError(f"一次最多查询 {MOST_ASKED} 个编号。")
        number = forms.UUIDField()
        return [number.clean(each if isinstance(each, str) else "") for each in found]


def _is_hex(text: str) -> bool:
    return all(sign in "0123456789abcdef" for sign in text)


def json_of(body: bytes, most: int) -> dict[str, Any]:
    """The JSON object of a small body, each value as a form takes it; {} for what is none: the form says what is missing."""
    try:
        found = json.loads(body.decode("utf8")) if len(body) <= most else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: json.dumps(value) if isinstance(value, (list, dict)) else value for name, value in found.items()}


class DealForm(forms.Form):
    dealing = forms.ChoiceField(label="处理", choices=Dealing, widget=forms.RadioSelect)
    note = WordsField(
        label="说明",
        most=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="如：已电话联系，本人明日到镇上有信号处上传。",
    )


class DropForm(forms.Form):
    reason = WordsField(label="理由", most=200, widget=forms.Textarea(attrs={"rows": 2}), help_text="提交人看得到。")


class BookForm(forms.Form):
    """What a phone has saved as a file."""

    file = forms.FileField(
        label="手机另存的文件", help_text="“河长制未上传-姓名-日期.json”，由本人在手机“未上传”页另存。"
    )
