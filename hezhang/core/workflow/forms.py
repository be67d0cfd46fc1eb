"""The form of one step."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from hezhang.core.accounts.models import Post


class StepForm(forms.Form):
    """``once`` numbers the form itself, so that a double click is one step. ``submit`` is the word on the button."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    submit = "提交"
    panel_url = ""  # of what is shown beside the form: loaded by itself, and left out where it fails

    def __init__(self, *args: Any, obj: Any, post: Post, **kwargs: Any) -> None:
        self.obj, self.post = obj, post  # first: what a form asks may hang on them
        super().__init__(*args, **kwargs)
        self.asked: dict[str, str] = {}

    def ask(self, field: str, words: str, **marks: str) -> None:
        """Refuse what may be right after all: the same sent once more says so, by the hidden fields that are marked here.

        They stand in the page with the error, and are told to a script that sends the form as a parcel (``asked``).
        """
        again: Any = self.data.copy()
        for name, value in marks.items():
            again[name] = value
        self.data, self.asked = again, marks
        self.add_error(field, words)

    def supplied(self) -> dict[str, Any]:
        """Keyword arguments of the verb's service."""
        return dict(self.cleaned_data)

    def renumber(self) -> None:
        """Under a new number what was refused as a second, other telling can be sent as a step of its own."""
        again: dict[str, Any] = self.data.copy()
        again["once"] = str(uuid.uuid4())
        self.data = again

    def typed(self) -> list[tuple[str, str]]:
        """(label, text) of what was typed, to be shown again when the step can no longer be taken."""
        texts = [field for field in self if isinstance(field.field, forms.CharField) and not field.is_hidden]
        return [(str(field.label), field.value()) for field in texts if field.value()]
