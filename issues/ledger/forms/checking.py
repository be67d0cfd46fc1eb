"""What the chief and the first checker fill in."""

from __future__ import annotations

from typing import Any

from django import forms

from issues.ledger.choices import ChiefView
from issues.ledger.forms.photos import EvidenceForm
from issues.ledger.forms.steps import IssueForm, words_field


class EndorseForm(IssueForm):
    submit = "签署"
    view = forms.ChoiceField(label="对销号的意见", choices=ChiefView.choices, widget=forms.RadioSelect)
    words = words_field("说明", most=300, hint="印在销号表上。不同意的写明还缺什么；要单位重做的，请用“退回重改”。")


class CheckFirstForm(IssueForm, EvidenceForm):
    submit = "第一人核查通过"
    verb = "verify"
    first_opinion = words_field(
        "核查意见", most=300, hint="到现场看过后填写；另一人核查通过后才算通过。没有整改到位的请退回重改。"
    )
    field_order = ["first_opinion", "photos"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "现场核查照片"
