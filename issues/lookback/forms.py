"""Which quarter is drawn from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from hezhang.core.kernel.periods import Period, quarter_of
from issues.lookback.rules import last_quarters


class DrawForm(forms.Form):
    quarter = forms.ChoiceField(label="销号期间")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = last_quarters(timezone.localdate())
        self.fields["quarter"].choices = [(f"{one.start:%Y-%m-%d}", str(one)) for one in told]

    def clean_quarter(self) -> Period:
        return quarter_of(date.fromisoformat(self.cleaned_data["quarter"]))
