"""Photos in a form: a field for several, and a form that keeps them while something else has to be corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.files.services import stage_photos

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOST_PHOTOS = 9
# Numbers that are looked up at all: no page of ours sends back so many, a forged form may send a million.
MOST_NAMED = 50
GONE = "有 {} 张照片已不在服务器上（上传后 7 天没有提交），请去掉后重新选择。"


class PhotosInput(forms.FileInput):
    """Camera or album; several at once."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": "image/*", "multiple": True, **(attrs or {})})


class PhotosField(forms.FileField):
    """None to ``most`` photos; cleans to the list of files. Each is judged alone when ``services`` reads it."""

    widget = PhotosInput
    default_error_messages = {"required": "请至少选一张照片。"}

    def __init__(self, *, most: int = MOST_PHOTOS, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether a photo came: the input gives an empty list for none, which Django would take for a change."""
        return bool(data)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if not files:
            super().clean(None, initial)
        if len(files) > self.most:
            raise ValidationError(f"一次最多 {self.most} 张照片，您选了 {len(files)} 张，请减少后再提交。")
        return files


def kept_photos(sent: str, post: Post) -> list[Upload]:
    """The uploads whose numbers a form sends back (``"12,13"``), in that order; ValidationError when one is gone."""
    ids = [int(part) for part in sent.split(",") if part.isdecimal() and len(part) < 18]
    if len(ids) > MOST_NAMED:
        raise ValidationError(f"一次最多 {MOST_PHOTOS} 张照片，请减少后再提交。")
    found = Upload.objects.visible_to(post).filter(kind=UploadKind.PHOTO).in_bulk(ids)
    if missing := len(set(ids) - found.keys()):
        raise ValidationError(GONE.format(missing))
    return [found[pk] for pk in dict.fromkeys(ids)]


class PhotosForm(forms.Form):
    """A form with photos. They are stored as soon as they are there: a missing word elsewhere does not lose them.

    The subclass sets ``post``, whose photos they are; ``photos`` cleans to the stored uploads. ``kept`` names those
    that came ahead: one by one from the page's script, or with an earlier try of the same form.
    """

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    photos = PhotosField(label="照片", required=False)
    post: Post

    def clean_photos(self) -> list[Upload]:
        """Those kept from the last try, and the new ones; the good ones stay when a bad one is refused by name."""
        return self.take_photos("photos", "kept", MOST_PHOTOS)

    def take_photos(self, name: str, kept_name: str, most: int) -> list[Upload]:
        """What the field ``name`` brought, after what ``kept_name`` names; for forms with several such pairs.

        Raises ValidationError, and keeps the good ones.
        """
        # As sent, not as cleaned: which field is cleaned first is a matter of how they are laid out.
        kept = kept_photos(str(self[kept_name].value() or ""), self.post)
        stored, words = stage_photos(self.cleaned_data[name], by=self.post)
        photos = list(dict.fromkeys([*kept, *stored]))
        if len(photos) > most:
            words.append(f"照片最多 {most} 张，多出的 {len(photos) - most} 张没有收下。")
        photos = photos[:most]
        self._keep(photos, name, kept_name)
        if words:
            raise ValidationError(words)
        return photos

    def _keep(self, photos: Sequence[Upload], name: str, kept_name: str) -> None:
        self.data = self.data.copy()
        self.data[kept_name] = ",".join(str(photo.pk) for photo in photos)
        if photos:
            self[name].help_text = f"已上传 {len(photos)} 张，无需重新选择。"
