"""What the upload page of an import asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


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
        del form.fields["file"]
        return form

    def options(self) -> dict[str, Any]:
        """Keyword arguments for the plan."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}

    def asked(self) -> dict[str, str]:
        """The choices as they were sent, for the next step."""
        return {name: self.data[name] for name in self.fields if name != "file" and self.data.get(name)}

    def facts(self) -> list[tuple[str, str]]:
        """The choices in words, for the dry run."""
        return []
