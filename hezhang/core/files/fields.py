"""Photos in a form: a field for several, and a form that keeps them while something else has to be corrected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.files.services import store_photo

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

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


class PhotosForm(forms.Form):
    """A form with photos. They are stored as soon as they are there: a missing word elsewhere does not lose them.

    The subclass sets ``post``, whose photos they are; ``photos`` cleans to the stored uploads.
    """

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    photos = PhotosField(label="照片", required=False)
    post: Post

    def clean_photos(self) -> list[Upload]:
        """Those kept from the last try, and the new ones."""
        stored = [store_photo(file, self.post) for file in self.cleaned_data["photos"]]
        photos = list(dict.fromkeys([*self._kept_photos(), *stored]))
        if len(photos) > MOST_PHOTOS:
            raise ValidationError(f"照片最多 {MOST_PHOTOS} 张，请减少后重新提交。")
        self._keep(photos)
        return photos

    def _kept_photos(self) -> Iterable[Upload]:
        # As sent, not as cleaned: which field is cleaned first is a matter of how they are laid out.
        sent = str(self["kept"].value() or "").split(",")
        ids = [part for part in sent if part.isdecimal() and len(part) < 18]
        return Upload.objects.visible_to(self.post).filter(kind=UploadKind.PHOTO, pk__in=ids[:MOST_PHOTOS])

    def _keep(self, photos: list[Upload]) -> None:
        self.data = self.data.copy()
        self.data["kept"] = ",".join(str(photo.pk) for photo in photos)
        if photos:
            self["photos"].help_text = f"已上传 {len(photos)} 张，无需重新选择。"
