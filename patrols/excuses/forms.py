"""What the office fills in of a leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.web.fields import day_field
from patrols.excuses.models import Excuse


class LeaveForm(forms.Form):
    starts_on = day_field("请假起")
    ends_on = day_field("请假止（最后一天）")
    reason = forms.CharField(label="事由", max_length=200, help_text="如：病假、外出学习。")
    document = forms.CharField(label="文号", max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": timezone.localdate()})
        super().__init__(*args, **kwargs)


class EndLeaveForm(forms.Form):
    on = day_field("最后一天")

    def __init__(self, *args: Any, leave: Excuse, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": max(timezone.localdate(), leave.starts_on)})
        super().__init__(*args, **kwargs)
