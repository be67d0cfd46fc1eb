"""What is filled in about a lead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from hezhang.core.files.fields import PhotosForm
from hezhang.core.web.fields import WordsField
from hezhang.core.workflow.forms import StepForm
from issues.leads.choices import SOURCES
from issues.leads.facts import near_lead
from issues.leads.models import Lead
from issues.ledger.forms import OfficeReportForm
from issues.ledger.forms.merging import NearbyField
from issues.ledger.models import Issue

SPOT = "请到现场拍摄，能看清整个点位；照片里带位置的，就作为问题的坐标。"


class RecordForm(OfficeReportForm):
    """As the office reports a problem, without what is judged only on the spot."""

    verb = "supplement"  # a step for which no photo is asked
    outside_number = forms.CharField(
        label="对方编号",
        max_length=60,
        required=False,
        help_text="热线工单号、图斑号、上级清单的序号；同一编号只登一次。",
    )
    field_order = ["source", "outside_number", "found_at", "river", "reach", "region", "place", "text", "photos"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["category"], self.fields["severity"]
        self.fields["source"].choices = [("", "请选择"), *SOURCES]
        self.fields["text"].label, self.fields["photos"].label = "线索内容", "随线索来的照片"
        # Where the last lead came from; what was reported last as a problem says nothing about it.
        mine = Lead.objects.filter(reporter=self.post, batch=None).order_by("-pk").values_list("source", flat=True)
        self.initial["source"] = mine.first() or ""


class LeadForm(StepForm):
    """A step of a lead."""

    @property
    def lead(self) -> Lead:
        return self.obj

    def supplied(self) -> dict[str, Any]:
        return {name: value for name, value in super().supplied().items() if name != "kept"}


class SeenForm(LeadForm, PhotosForm):
    """Said by who was there."""

    finding = WordsField(label="核实情况", most=300, help_text="写明现场看到什么。")
    photos_needed = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label, self.fields["photos"].help_text = "现场照片", SPOT
        box: Any = self.fields["photos"]
        box.is_needed = self.photos_needed  # marked, as for evidence

    def clean_photos(self) -> Any:
        photos = super().clean_photos()
        if self.photos_needed and not photos:
            raise ValidationError("请附现场照片。")
        return photos


class ConfirmForm(SeenForm):
    submit = "属实，立为问题"
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    field_order = ["photos", "finding"]


class DismissForm(SeenForm):
    submit = "不是问题"
    field_order = ["photos", "finding"]


class JoinForm(SeenForm):
    submit = "并入"
    photos_needed = False
    near = NearbyField(
        Issue.objects.none(), label="相近的在办问题", required=False, widget=forms.RadioSelect, empty_label=None
    )
    number = forms.CharField(label="或填写问题编号", max_length=20, required=False)
    field_order = ["near", "number", "finding", "photos"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = alike(self.lead, self.post)
        self.fields["near"].queryset = rows
        if not rows:
            del self.fields["near"]
            self.fields["number"].label, self.fields["number"].required = "并入的问题编号", True

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        parent, number = found.get("near"), found.get("number", "").strip().upper()
        if number:
            parent = Issue.objects.visible_to(self.post).filter(number=number).first()
        if parent is None and "number" not in self.errors:
            self.add_error("number", "请选择一件相近的问题，或填写辖区内问题的编号。")
        found["into"] = parent
        return found

    def supplied(self) -> dict[str, Any]:
        return {name: value for name, value in super().supplied().items() if name not in ("near", "number")}


class ReopenForm(LeadForm):
    submit = "撤销核实"
    words = WordsField(label="撤销原因", most=200, help_text="线索回到待核实；立为的问题尚未交办的，随之作不属实办结。")


def alike(lead: Lead, post: Any) -> QuerySet[Issue]:
    """What the hints find alike, still open."""
    found = near_lead(lead, post)
    keys = [issue.pk for issue, _ in found.twins] + [issue.pk for issue in found.open]
    return Issue.objects.filter(pk__in=keys).order_by("-found_at")
