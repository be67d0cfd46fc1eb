"""A parcel of points from a phone, and a GPX file."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from hezhang.core.geo.datums import DATUM_WORDS, Datum
from patrols.tracks.rules import Fix, fixes_of
from patrols.tracks.rules.admitting import MOST_CHUNKS, MOST_OF_CHUNK


class ChunkForm(forms.Form):
    client_id = forms.UUIDField()
    chunk = forms.IntegerField(min_value=0, max_value=MOST_CHUNKS - 1)
    points = forms.JSONField()

    def clean_points(self) -> list[Fix]:
        rows = self.cleaned_data["points"]
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST_OF_CHUNK:
            raise ValidationError("轨迹点不完整。")
        try:
            return fixes_of(rows)
        except ValueError:
            raise ValidationError("轨迹点不完整。") from None


class GpxForm(forms.Form):
    file = forms.FileField(
        label="GPX 文件",
        allow_empty_file=False,
        help_text="由手机运动软件、手持 GPS 导出。只计这次巡河起止时间内（前后各 5 分钟）的点。",
        widget=forms.FileInput(attrs={"accept": ".gpx"}),
    )
    # The standard of GPX says WGS-84, and makers of maps in China write their own all the same.
    datum = forms.ChoiceField(
        label="坐标系",
        choices=[(each.value, words) for each, words in DATUM_WORDS.items()],
        initial=Datum.WGS84,
        help_text="文件里看不出来，选错会偏移几百米：手机运动软件、手持 GPS 多为 WGS-84，从高德、百度地图导出的是 GCJ-02、BD-09。",
    )
