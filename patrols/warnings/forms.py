"""What the office fills in of a warning."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.web.fields import RegionField, day_field, regions_of
from patrols.warnings.choices import WarningKind, WarningLevel
from patrols.warnings.models import RiverWarning
from rivers.registry.models import Reach, River

# Another river brings its own reaches; without JavaScript the form comes back with them after the first try.
REFILL = {
    "hx-get": "",
    "hx-trigger": "change",
    "hx-target": "#id_reach",
    "hx-select": "#id_reach",
    "hx-swap": "outerHTML",
}


class WarningForm(forms.Form):
    kind = forms.ChoiceField(label="预警类别", choices=WarningKind)
    level = forms.ChoiceField(label="预警等级", choices=WarningLevel, widget=forms.RadioSelect)
    region = RegionField()
    river = forms.ModelChoiceField(
        River.objects.none(), label="河湖", required=False, empty_label="全部河湖", widget=forms.Select(attrs=REFILL)
    )
    reach = forms.ModelChoiceField(
        Reach.objects.none(), label="河段", required=False, empty_label="全部河段",
        help_text="只预警一段时选择；其中的下级河段一并预警。",
    )  # fmt: skip
    starts_on = day_field("预警起")
    ends_on = day_field("预警止（最后一天）", required=False)
    basis = forms.CharField(label="预警事由", max_length=120, help_text="如：9 月断面超标、专项通报。")
    number = forms.CharField(label="文号", max_length=60, required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        kwargs["initial"] = {"starts_on": timezone.localdate(), "region": post.region_id} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.post = post
        self.fields["region"].queryset, self.fields["region"].label = regions_of(post), "预警区划"
        self.fields["river"].queryset = River.objects.visible_to(post).standing(timezone.localdate())
        self.fields["reach"].queryset = self._reaches()
        self.fields["ends_on"].help_text = "不填的，到解除为止。"

    def _reaches(self) -> QuerySet[Reach]:
        chosen = str(self["river"].value() or "")
        rows = Reach.objects.visible_to(self.post).standing(timezone.localdate()).select_related("region")
        # A forged number must find nothing, and not overflow the database's integer.
        return rows.filter(river_id=chosen) if chosen.isdecimal() and len(chosen) < 18 else rows.none()


class LiftForm(forms.Form):
    on = day_field("最后一天")

    def __init__(self, *args: Any, warning: RiverWarning, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), warning.starts_on)})
        super().__init__(*args, **kwargs)
