"""What the page asks beside the list itself; the command has the same as --since and --county."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import day_words
from hezhang.core.web.fields import day_field
from hezhang.core.web.importing import UploadForm

BY_THE_LIST = "按名录的标题和乡镇判断"
FROM_TODAY = "未填：自今日起"


class ChiefsForm(UploadForm):
    county = forms.ModelChoiceField(Region.objects.none(), label="区县", required=False, empty_label=BY_THE_LIST)
    since = day_field("任职开始日期", required=False)
    field_order = ["file", "county", "since"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county, own = self.fields["county"], self.post.region
        county.queryset = Region.objects.visible_to(self.post).filter(tier=Tier.COUNTY).order_by("code")
        if own.tier == Tier.COUNTY:
            county.empty_label = None
            self.initial.setdefault("county", own.pk)
        self.fields[
            "since"
        ].help_text = "名录中新任河长的任期从这一天算起，不填则自今日起。填以往的日期，会追加已经过去的应巡期次。"

    def clean_county(self) -> Region | None:
        """A county's office means its own county when nothing is chosen."""
        own = self.post.region
        return self.cleaned_data["county"] or (own if own.tier == Tier.COUNTY else None)

    def options(self) -> dict[str, Any]:
        county: Region | None = self.cleaned_data["county"]
        return {"county": county.code if county else "", "since": self.cleaned_data["since"]}

    def facts(self) -> list[tuple[str, str]]:
        county: Region | None = self.cleaned_data["county"]
        since: date | None = self.cleaned_data["since"]
        words = day_words(since) if since else FROM_TODAY
        return [("区县", county.name if county else BY_THE_LIST), ("任职开始日期", words)]
