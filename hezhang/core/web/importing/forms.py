"""What the upload page of an import asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


FILES = {"file", "kept"}  # fields that say which file, and not what is chosen beside it


class KeptForm(forms.Form):
    """A form with a ``file`` that is chosen once: when something else was wrong, ``kept`` says which one has been taken."""

    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("kept"):
            self.fields["file"].required = False

    def keep(self, token: str, name: str) -> None:
        """Show the form again with the file that has been taken."""
        data: Any = self.data.copy()
        data["kept"] = token
        self.data = data
        self.fields["file"].required = False
        self["file"].help_text = f"已收到“{name}”，不必再选；要换文件的再选。"


class UploadForm(forms.Form):
    """The file. An import that asks for more adds fields, optional ones: its plan gets their values by name.

    The choices travel in the page's address and come back through ``chosen``, so every step checks them again, with
    what the acting post may choose from at that moment.
    """

    file = forms.FileField(label="文件", help_text=".xlsx 或 .csv。", allow_empty_file=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post

    @classmethod
    def chosen(cls, data: Mapping[str, Any], post: Post) -> UploadForm:
        """The form bound to the choices of an earlier step, without the file."""
        form = cls(data, post=post)
        for name in FILES & set(form.fields):
            del form.fields[name]
        return form

    def options(self) -> dict[str, Any]:
        """Keyword arguments for the plan."""
        return {name: value for name, value in self.cleaned_data.items() if name not in FILES}

    def asked(self) -> dict[str, str]:
        """The choices as they were sent, for the next step."""
        return {name: self.data[name] for name in self.fields if name not in FILES and self.data.get(name)}

    def facts(self) -> list[tuple[str, str]]:
        """The choices in words, for the dry run."""
        return []
