"""What is filled in once for all issues of a selection. ``supplied()`` is JSON: it waits for the worker in the row."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from issues.batches.models import Selection
from issues.clocks import rules as clocks
from issues.ledger.forms.steps import words_field


class BatchForm(forms.Form):
    """``selection``: what it is about; its post is whose it is."""

    def __init__(self, *args: Any, selection: Selection, **kwargs: Any) -> None:
        self.selection, self.post = selection, selection.post
        super().__init__(*args, **kwargs)

    def supplied(self) -> dict[str, Any]:
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


class DispatchBatch(BatchForm):
    mode = forms.ChoiceField(
        label="交给谁",
        choices=[("one", "都交给一个单位"), ("each", "各按建议的首选单位")],
        initial="one",
        widget=forms.RadioSelect,
    )
    unit = forms.ModelChoiceField(Department.objects.none(), label="责任单位", required=False)
    requirement = words_field(
        "办理要求", most=300, required=False, hint="各按建议交办的可以不填，不填的用各类别的第一条办理要求用语。"
    )
    due_on = forms.DateField(
        label="整改时限", required=False, help_text="不填的，各按整改方式和严重程度的规定时限，从今天起算。"
    )
    sure = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Department.objects.active().visible_to(self.post).exclude(kind=DepartmentKind.OFFICE)
        self.fields["unit"].queryset = units.select_related("region")

    def clean_due_on(self) -> Any:
        return _not_past(self.cleaned_data["due_on"])

    def clean(self) -> dict[str, Any]:
        """One unit needs its words; a unit of another town is questioned once."""
        told = self.cleaned_data
        if told.get("mode") == "one":
            for name in ("unit", "requirement"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, "都交给一个单位的，这一项必填。")
            if (
                (unit := told.get("unit"))
                and (far := self._far_from(unit))
                and self.data.get("sure", "") != str(unit.pk)
            ):
                again: Any = self.data.copy()
                again["sure"] = str(unit.pk)
                self.data = again
                self.add_error("unit", f"选中的有 {far} 件不在“{unit}”当地。确实都要交给它的，请再点一次。")
        return told

    def _far_from(self, unit: Department) -> int:
        """How many of the issues lie in another town than the unit's own."""
        if unit.region.tier not in (Tier.TOWN, Tier.VILLAGE):
            return 0
        return int(self.selection.rows.exclude(within(unit.region, "issue__region")).count())


class NudgeBatch(BatchForm):
    words = words_field("催办内容", most=300, hint="各责任单位须答复。")


class ExtendBatch(BatchForm):
    until = forms.DateField(label="延期至", required=False, help_text="不填的，各按申请的日期批准。")
    words = words_field("批复意见", most=300, required=False)

    def clean_until(self) -> Any:
        return _not_past(self.cleaned_data["until"])


class VerifyBatch(BatchForm):
    opinion = words_field("验收意见", most=300, hint="到现场看过后填写。须附照片的请逐件核查。")


class RedateBatch(BatchForm):
    words = words_field("说明", most=300, required=False, hint="可不填。每件改到按现行工作日表推算的那一天。")


class SignBatch(BatchForm):
    """Nothing to fill in."""


FORMS: dict[str, type[BatchForm]] = {
    "dispatch": DispatchBatch,
    "nudge": NudgeBatch,
    "grant_extension": ExtendBatch,
    "verify": VerifyBatch,
    "sign_for": SignBatch,
    "redate": RedateBatch,
}


def _not_past(day: date | None) -> date | None:
    if day and not (verdict := clocks.may_be_due(day, timezone.localdate())):
        raise ValidationError(verdict.reason)
    return day


def _plain(value: Any) -> Any:
    if isinstance(value, Department):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
