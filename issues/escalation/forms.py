"""What is asked for about a notice."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms

from hezhang.core.kernel.workdays import Calendar
from hezhang.core.web.fields import WordsField, day_field
from hezhang.core.workflow.forms import StepForm
from issues.escalation.choices import NoticeKind
from issues.escalation.models import NoticeRule
from issues.escalation.rules import days_late
from issues.ledger.models import Issue


class SendForm(forms.Form):
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(label="督办类别", choices=NoticeKind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="督办事由", max_length=200)
    demand = WordsField(label="督办要求", most=500)
    reply_by = day_field("答复时限")


def first_words(issue: Issue, kind: str, reason: str, today: date) -> dict[str, Any]:
    """What the form begins with; all of it may be changed."""
    rule = NoticeRule.objects.in_force(issue.region_id).filter(kind=kind).first()
    late = days_late(issue, today)
    return {
        "kind": kind,
        "reason": reason or (f"已超期 {late} 天" if late else "整改进展缓慢"),
        "demand": "请立即组织整改，明确完成日期，并在答复时限内书面答复整改情况。",
        "reply_by": Calendar.load(first=today).add(today, rule.reply_days if rule else 5),
    }


class ReplyForm(StepForm):
    submit = "提交答复"
    reply = WordsField(label="答复", most=500, help_text="已做了什么、还差什么、何时完成。")


class AcceptForm(StepForm):
    """确认办结: nothing to fill in."""


class ReturnForm(StepForm):
    submit = "退回"
    words = WordsField(label="退回原因", most=300)


class WithdrawForm(StepForm):
    submit = "撤回督办"
    words = WordsField(label="撤回原因", most=300, help_text="文号保留，不再使用；责任单位会收到通知。")
