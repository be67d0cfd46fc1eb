"""What is filled in of an appeal, and of its answer."""

from __future__ import annotations

from typing import Any

from django import forms

from hezhang.core.web.fields import WordsField
from patrols.appeals.models import Appeal
from patrols.appeals.rules import answers_to


class ReasonForm(forms.Form):
    reason = WordsField(label="申诉理由", most=300, help_text="写明实际情况，如：汛期抢险、手机没电、道路中断。")


class PeriodForm(ReasonForm):
    """The period comes with the address, and goes back with the form."""

    first = forms.DateField(widget=forms.HiddenInput)
    last = forms.DateField(widget=forms.HiddenInput)
    reach = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="答复", widget=forms.RadioSelect)
    words = WordsField(label="理由", most=200)

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(one.value, one.label) for one in answers_to(appeal)]
