"""Reporting an issue: the office from any source, chiefs and patrol staff in a few taps."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post, Region
from issues.clocks.choices import Severity
from issues.ledger.choices import Source
from issues.ledger.forms.photos import EvidenceForm
from issues.ledger.forms.steps import words_field
from issues.ledger.models import Category, Issue
from rivers.registry.models import Reach, River

# Another river brings its own reaches; without JavaScript the form comes back with them after the first 提交.
REFILL_REACHES = {
    "hx-get": "",
    "hx-trigger": "change",
    "hx-target": "#id_reach",
    "hx-select": "#id_reach",
    "hx-swap": "outerHTML",
}


class ReportForm(EvidenceForm):
    """What both have in common. ``client_id`` is the form's own number: sent twice, it is one issue."""

    verb = "report"
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    text = words_field("问题描述", most=500)
    category = forms.ModelChoiceField(Category.objects.none(), label="问题类别", required=False)
    place = forms.CharField(label="位置描述", max_length=120, required=False, help_text="如：某桥下游 50 米左岸")

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post, self.code = post, post.region_id
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.in_force(post.region_id).filter(is_active=True)
        self.fields["photos"].label = "发现照片"

    def supplied(self) -> dict[str, Any]:
        """Keyword arguments of services.report."""
        reach = self.cleaned_data.get("reach")
        found = {name: value for name, value in self.cleaned_data.items() if name != "kept"}
        if reach:
            found |= {"river": reach.river, "region": reach.region}
        return found


class WalkerReportForm(ReportForm):
    """Chiefs and patrol staff: on one of their own reaches, or on one of their region's when they have none."""

    reach = forms.ModelChoiceField(Reach.objects.none(), label="河段")
    field_order = ["reach", "text", "photos", "category", "place"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reaches = own_reaches(self.post)
        self.fields["reach"].queryset = reaches
        if len(reaches) == 1:
            self.initial = {"reach": reaches[0].pk, **self.initial}

    def supplied(self) -> dict[str, Any]:
        return {**super().supplied(), "source": Source.PATROL}


class OfficeReportForm(ReportForm):
    """The office: any source, any place of its region; the river is chosen first, then its reach."""

    # Not guessed: a clerk at the phone would enter every call as 巡河. What was chosen last stands ready.
    source = forms.ChoiceField(label="来源", choices=[("", "请选择"), *Source.choices])
    severity = forms.ChoiceField(
        label="严重程度", choices=Severity.choices, initial=Severity.MINOR, widget=forms.RadioSelect
    )
    found_at = forms.DateTimeField(label="发现时间")
    outside_number = forms.CharField(
        label="上级编号", max_length=60, required=False, help_text="上级清单、督查系统中的编号，没有的不填。"
    )
    river = forms.ModelChoiceField(River.objects.none(), label="河湖", widget=forms.Select(attrs=REFILL_REACHES))
    reach = forms.ModelChoiceField(
        Reach.objects.none(), label="河段", required=False, help_text="先选河湖；说不清河段的选所在乡镇或村。"
    )
    region = forms.ModelChoiceField(Region.objects.none(), label="所在区划", required=False)
    field_order = [
        "source",
        "found_at",
        "river",
        "reach",
        "region",
        "place",
        "category",
        "severity",
        "text",
        "photos",
        "outside_number",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.localtime().replace(second=0, microsecond=0)
        # What the address asks for wins over what is offered.
        self.initial = {"found_at": now, "source": last_source(self.post), **self.initial}
        self.fields["river"].queryset = River.objects.visible_to(self.post).standing(timezone.localdate())
        self.fields["reach"].queryset = self._reaches()
        self.fields["region"].queryset = Region.objects.visible_to(self.post)

    def _reaches(self) -> QuerySet[Reach]:
        chosen = str(self["river"].value() or "")
        visible = Reach.objects.visible_to(self.post).standing(timezone.localdate()).select_related("river", "region")
        # A forged number must find nothing, and not overflow the database's integer.
        return visible.filter(river_id=chosen) if chosen.isdecimal() and len(chosen) < 18 else visible.none()

    def clean_found_at(self) -> Any:
        if self.cleaned_data["found_at"] > timezone.now():
            raise forms.ValidationError("发现时间不能晚于现在。")
        return self.cleaned_data["found_at"]

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if not self.errors and not (found.get("reach") or found.get("region")):
            self.add_error("reach", "请选择河段；说不清河段的，请选择所在区划。")
        return found


def last_source(post: Post) -> str:
    """Where the post's last report came from; "" before the first."""
    # Not those that a patrol brought: their source was never chosen.
    mine = Issue.objects.filter(reporter=post, finding=None).order_by("-id")
    return str(mine.values_list("source", flat=True).first() or "")


def own_reaches(post: Post) -> QuerySet[Reach]:
    """The post's reaches, else those of its region, with river and region."""
    # Patrol staff of a town often have no reach of their own; the whole region is theirs to report on.
    own = Reach.objects.of_chief(post)
    whole = Reach.objects.visible_to(post).standing(timezone.localdate())
    return (own if own.exists() else whole).select_related("river", "region")


def report_form_for(post: Post) -> type[ReportForm]:
    """The office fills in more than somebody who stands at the river."""
    return OfficeReportForm if post.role in OFFICE_ROLES else WalkerReportForm
