"""协办: who helps, and what the helping unit has done."""

from __future__ import annotations

from typing import Any

from django import forms

from issues.ledger.forms.photos import EvidenceForm
from issues.ledger.forms.steps import IssueForm, handling_units, helpers_field, words_field


class InvolveForm(IssueForm):
    submit = "确定"
    co_units = helpers_field()
    words = words_field("协办事项", most=300, required=False, hint="可不填。写明请协办单位做什么；各单位都会收到通知。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_units"].queryset = handling_units(self.post).exclude(pk=self.issue.unit_id)
        self.fields["co_units"].help_text = "去掉勾选即不再协办。"
        helping = list(self.issue.co_units.values_list("unit_id", flat=True))
        self.initial = {"co_units": helping, **self.initial}


class AssistForm(IssueForm, EvidenceForm):
    submit = "填报"
    verb = "assist"
    words = words_field("协办进展", most=500)
    is_done = forms.BooleanField(label="本单位的协办事项已完成", required=False)
    field_order = ["words", "photos", "is_done"]
