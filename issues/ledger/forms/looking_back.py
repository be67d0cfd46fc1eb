"""回头看 on the spot: it holds, or it has come back; and what was said to be done and was not."""

from __future__ import annotations

from typing import Any

from django import forms

from issues.ledger import rules
from issues.ledger.forms.photos import EvidenceForm
from issues.ledger.forms.steps import IssueForm, words_field


class HoldForm(IssueForm, EvidenceForm):
    submit = "成效巩固"
    verb = "hold"
    words = words_field("现场情况", most=300, required=False, hint="可不填。")
    field_order = ["photos", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "回头看照片"
        self.fields["photos"].help_text = "请在原来的位置、原来的角度拍摄。"


class ReboundForm(IssueForm, EvidenceForm):
    submit = "认定反弹，重新立案"
    verb = "rebound"
    words = words_field("反弹情况", most=300, hint="写明现场看到什么，作为新问题的描述。原问题的销号记录不变。")
    false = forms.BooleanField(
        label="同时认定为虚假整改", required=False, help_text="当时并未整改到位却申请了销号的，才勾选。"
    )
    field_order = ["words", "photos", "false"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "回头看照片"
        if not rules.may_call_false(self.post):
            del self.fields["false"]


class ClearFalseForm(IssueForm):
    submit = "撤销认定"
    words = words_field("撤销理由", most=300, hint="责任单位、责任河长会收到通知。")
