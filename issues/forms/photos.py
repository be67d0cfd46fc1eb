"""Photos of a form, kept while another field has to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from hezhang.core.files.fields import MOST_PHOTOS, PhotosField
from hezhang.core.files.models import Upload
from hezhang.core.files.services import store_photo
from issues import rules

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class PhotoForm(forms.Form):
    """A form with photos. They are stored as soon as they are there: a missing word elsewhere does not lose them."""

    verb = ""
    photo_kind = ""
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    photos = PhotosField(label="照片", required=False)
    post: Post

    def clean_photos(self) -> list[Upload]:
        """Those kept from the last try, and the new ones; the office's rule says how many are needed."""
        photos = list(dict.fromkeys([*self._kept_photos(), *self._stored(self.cleaned_data["photos"])]))
        if len(photos) > MOST_PHOTOS:
            raise ValidationError(f"照片最多 {MOST_PHOTOS} 张，请减少后重新提交。")
        self._keep(photos)
        verdict = rules.has_evidence(self.verb, [self.photo_kind] * len(photos))
        if not verdict:
            raise ValidationError(verdict.reason)
        return photos

    def _kept_photos(self) -> Sequence[Upload]:
        # As sent, not as cleaned: which field is cleaned first is a matter of how they are laid out.
        sent = str(self["kept"].value() or "").split(",")
        ids = [part for part in sent if part.isdecimal() and len(part) < 18]
        return list(Upload.objects.visible_to(self.post).filter(pk__in=ids[:MOST_PHOTOS]))

    def _stored(self, files: Sequence[Any]) -> list[Upload]:
        return [store_photo(file, self.post) for file in files]

    def _keep(self, photos: Sequence[Upload]) -> None:
        self.data = self.data.copy()
        self.data["kept"] = ",".join(str(photo.pk) for photo in photos)
        if photos:
            self["photos"].help_text = f"已上传 {len(photos)} 张，无需重新选择。"
