"""A place, and a file with lines."""

from __future__ import annotations

from typing import Any

from django import forms

from hezhang.core.geo.datums import DATUM_WORDS
from hezhang.core.web.importing import KeptForm


class PlaceForm(forms.Form):
    """A position in WGS-84."""

    lat = forms.FloatField(label="纬度", min_value=-90, max_value=90)
    lng = forms.FloatField(label="经度", min_value=-180, max_value=180)


class LinesForm(KeptForm):
    """The file, and what nobody can see from it."""

    file = forms.FileField(
        label="文件",
        allow_empty_file=False,
        help_text="GeoJSON、KML（KMZ）、GPX，或把 Shapefile 的 .shp、.shx、.dbf、.prj 压缩成的 .zip。",
    )
    datum = forms.ChoiceField(
        label="坐标系",
        choices=[("", "请选择")] + [(each.value, words) for each, words in DATUM_WORDS.items()],
        help_text="文件里看不出来，选错会偏移几百米：测绘成果多为 CGCS2000，在高德、百度地图上描的是 GCJ-02、BD-09。",
    )
    skip = forms.BooleanField(label="不能导入的要素（对不上河段、湖泊的等）跳过，导入其余的", required=False)

    @classmethod
    def chosen(cls, data: Any) -> LinesForm:
        """The form bound to the choices of the first step, without the file."""
        form = cls(data)
        del form.fields["file"], form.fields["kept"]
        return form

    def asked(self) -> dict[str, str]:
        """The choices for the next step's address."""
        return {"datum": self.cleaned_data["datum"]} | ({"skip": "on"} if self.cleaned_data["skip"] else {})
