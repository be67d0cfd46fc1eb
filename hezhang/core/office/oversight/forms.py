"""Forms of the security administrator's pages."""

from __future__ import annotations

from typing import Any

from django import forms

from hezhang.core.accounts import policies


class DeclineForm(forms.Form):
    words = forms.CharField(label="驳回理由", max_length=200, help_text="申请人会收到。")


class PolicyForm(forms.Form):
    """One box for each figure of the policy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", policies.values())
        super().__init__(*args, **kwargs)
        for figure in policies.FIGURES:
            self.fields[figure.key] = forms.IntegerField(
                label=f"{figure.label}（{figure.bounds}）", min_value=0, max_value=figure.most, help_text=figure.why
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for figure in policies.FIGURES:
            if figure.key in values and not figure.fits(values[figure.key]):
                self.add_error(figure.key, f"应为 {figure.bounds}。")
        return values
