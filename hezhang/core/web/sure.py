"""Acts with consequences are asked about first: the form comes back with what would follow, and is sent once more."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django import forms


class SureForm(forms.Form):
    """``sure`` carries the mark of the consequences that the page has shown; other consequences are asked about anew."""

    sure = forms.CharField(widget=forms.HiddenInput, required=False)
    told: Sequence[str] = ()
    yet = "还没有登记。"

    def must_ask(self, told: Sequence[str]) -> bool:
        """Whether these sentences are yet to be agreed to; the form then holds them and their mark."""
        # Of the sentences, so that a yes to other consequences (somebody was appointed meanwhile) does not count.
        mark = sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""
        if self.data.get("sure", "") == mark:
            return False
        data: Any = self.data.copy()
        data["sure"] = mark
        self.data, self.told = data, told
        return bool(told)
