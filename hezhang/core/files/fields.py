"""A form field for several photos."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MOST_PHOTOS = 9


class PhotosInput(forms.ClearableFileInput):
    """Camera or album; several at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*", "multiple": True, **(attrs or {})})


class PhotosField(forms.FileField):
    """None to ``most`` photos; cleans to the list of files, each to be handed to ``services.store_photo``."""

    widget = PhotosInput
    default_error_messages = {"required": "请至少选一张照片。"}

    def __init__(self, *, most: int = MOST_PHOTOS, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if not files:
            super().clean(None, initial)
        if len(files) > self.most:
            raise ValidationError(f"一次最多 {self.most} 张照片，您选了 {len(files)} 张，请减少后再提交。")
        return [super(PhotosField, self).clean(file) for file in files]
