"""What the desk asks beside the workbook."""

from __future__ import annotations

from typing import Any

from django import forms

from hezhang.core.accounts.models import Region
from hezhang.core.geo.datums import DATUM_WORDS, Datum
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import day_words
from hezhang.core.web.fields import day_field
from hezhang.core.web.importing.desk.fields import find, kinds_for
from hezhang.core.web.importing.desk.services import Asked
from hezhang.core.web.importing.forms import KeptForm, UploadForm
from hezhang.core.web.sure import SureForm

BY_HEAD = "按表头判断"
OWN = "本单位的区划"
NO_DRAWING = "不是图形文件，不用选"
FROM_TODAY = "未填：文件写明的按文件，没有写的自今日起"


class UndoForm(SureForm):
    """An undo is asked about first."""

    yet = "还没有撤销。撤销将："


class BookForm(UploadForm):
    """A workbook whose kind is known: what stands where the next one is asked for. It goes to the desk as any other."""

    kind = forms.CharField(widget=forms.HiddenInput)


class DeskForm(KeptForm, UploadForm):
    """The workbook, its kind, and for whom and from when it holds. The choices travel in the address of the dry run."""

    kind = forms.ChoiceField(label="类别", required=False)
    county = forms.ModelChoiceField(Region.objects.none(), label="区县", required=False, empty_label=OWN)
    since = day_field("起始日期", required=False)
    datum = forms.ChoiceField(
        label="坐标系",
        required=False,
        choices=[("", NO_DRAWING), *((each.value, words) for each, words in DATUM_WORDS.items())],
        help_text="只用于 GeoJSON、KML：文件里看不出来，选错会偏移几百米。测绘成果多为 CGCS2000，在高德、百度地图上描的是 GCJ-02、BD-09。",
    )
    field_order = ["file", "kind", "datum", "county", "since"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", BY_HEAD), *((kind.key, kind.title) for kind in kinds_for(self.post))]
        self.fields["file"].help_text = ".xlsx 或 .csv；有点位的也可以是 .geojson、.kml、.kmz，图斑取图形内的一点。"
        county = self.fields["county"]
        county.queryset = Region.objects.visible_to(self.post).filter(tier=Tier.COUNTY).order_by("code")
        if self.post.region.tier != Tier.CITY:
            # There is nothing to choose from: one's own.
            del self.fields["county"]
        if not any(kind.asks_since for kind in kinds_for(self.post)):
            del self.fields["since"]
            return
        self.fields[
            "since"
        ].help_text = (
            "只用于任职：新任的从这一天算起。不填则自今日起，或按文件所写；填以往的日期会追加已经过去的应巡期次。"
        )

    @property
    def chosen_kind(self) -> Any:
        return find(self.cleaned_data.get("kind", ""))

    def what(self) -> Asked:
        """For the services."""
        county: Region | None = self.cleaned_data.get("county")
        return Asked(county.code if county else "", self.cleaned_data.get("since"), self.cleaned_data["datum"])

    def facts(self) -> list[tuple[str, str]]:
        county, since = self.cleaned_data.get("county"), self.cleaned_data.get("since")
        kind = self.chosen_kind
        told = [("类别", kind.title if kind else ""), ("区划", county.name if county else self.post.region.name)]
        if datum := self.cleaned_data["datum"]:
            told.append(("坐标系", DATUM_WORDS[Datum(datum)]))
        return [*told, ("起始日期", day_words(since) if since else FROM_TODAY)] if kind and kind.asks_since else told
