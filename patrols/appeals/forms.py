"""What is filled in of an appeal, and of its answer."""

from __future__ import annotations

from typing import Any

from django import forms

from hezhang.core.accounts.models import Post
from hezhang.core.files.fields import PhotosForm
from hezhang.core.files.models import Upload
from hezhang.core.web.fields import WordsField
from patrols.appeals.models import Appeal
from patrols.appeals.rules import MOST_PHOTOS, answers_to


class ReasonForm(PhotosForm):
    """Why, and what shows it."""

    reason = WordsField(label="申诉理由", most=300, help_text="写明实际情况，如：汛期抢险、手机没电、道路中断。")
    field_order = ["reason", "photos"]

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        self.post = post
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = f"照片（可不附，最多 {MOST_PHOTOS} 张）"

    def clean_photos(self) -> list[Upload]:
        return self.take_photos("photos", "kept", MOST_PHOTOS)


class WhichPeriodForm(forms.Form):
    """The period comes with the address, and goes back with the form."""

    first = forms.DateField(widget=forms.HiddenInput)
    last = forms.DateField(widget=forms.HiddenInput)
    reach = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31)


class PeriodForm(WhichPeriodForm, ReasonForm):
    """An appeal of it."""


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="答复", widget=forms.RadioSelect)
    words = WordsField(label="理由", most=200)

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(one.value, one.label) for one in answers_to(appeal)]
