"""The check list, as the team fills it in at the reach."""

from __future__ import annotations

from typing import Any

from django import forms

from hezhang.core.files.fields import PhotosField, PhotosForm, PhotosInput
from hezhang.core.files.models import Upload
from hezhang.core.web.fields import WordsField
from hezhang.core.workflow.forms import StepForm
from issues.campaigns.choices import Result
from issues.campaigns.facts import became
from issues.campaigns.models import Answer, Visit
from issues.campaigns.services import Told

MOST_OF_ITEM = 3


class VisitForm(StepForm, PhotosForm):
    """Fields for each line of the list, by the item's key: ``result-7``, ``note-7``, ``once-7``, ``photos-7`` with its ``kept-7``."""

    note = WordsField(label="现场情况（可不填）", most=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].label = "其他现场照片"
        self.fields["photos"].help_text = "不属于某一项的，如河段全景。"
        self.items = list(self.visit.campaign.items.all())
        self.known = {one.item_id: one for one in self.visit.answers.select_related("lead__issue", "item")}
        for item in self.items:
            self._add(item.pk, self.known.get(item.pk))
        self.initial = {"note": self.visit.note, **self.initial}

    @property
    def visit(self) -> Visit:
        return self.obj  # type: ignore[no-any-return]

    def _add(self, pk: int, known: Answer | None) -> None:
        result = forms.ChoiceField(
            label="结果", choices=Result.choices, widget=forms.RadioSelect, required=False,
            initial=known.result if known else None,
        )  # fmt: skip
        note = forms.CharField(label="哪里不合格", max_length=200, required=False, initial=known.note if known else "")
        photos = PhotosField(
            label="这一项的照片", required=False, most=MOST_OF_ITEM, widget=PhotosInput({"data-most": MOST_OF_ITEM})
        )
        kept = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields |= {f"result-{pk}": result, f"note-{pk}": note, f"photos-{pk}": photos, f"kept-{pk}": kept}
        if known is None or known.lead is None:
            self.fields[f"once-{pk}"] = forms.BooleanField(label="现场已认定，直接立为问题（须附照片）", required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.shots: dict[int, list[Upload]] = {}
        for item in self.items:
            name = f"photos-{item.pk}"
            try:
                self.shots[item.pk] = (
                    self.take_photos(name, f"kept-{item.pk}", MOST_OF_ITEM) if name in self.cleaned_data else []
                )
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        return self.cleaned_data

    def blocks(self) -> list[dict[str, Any]]:
        """What the page draws for each line of the list."""
        return [
            {
                "item": item,
                "result": self[f"result-{item.pk}"],
                "note": self[f"note-{item.pk}"],
                "photos": self[f"photos-{item.pk}"],
                "at_once": self[f"once-{item.pk}"] if f"once-{item.pk}" in self.fields else None,
                "became": became(self.known[item.pk]) if item.pk in self.known and self.known[item.pk].lead else "",
            }
            for item in self.items
        ]

    def rest(self) -> list[forms.BoundField]:
        """The fields below the list."""
        return [self[name] for name in ("words", "note", "photos") if name in self.fields]

    def supplied(self) -> dict[str, Any]:
        told = self.cleaned_data
        answers = {
            item.pk: Told(
                told.get(f"result-{item.pk}", ""),
                told.get(f"note-{item.pk}", ""),
                told.get(f"once-{item.pk}", False),
                self.shots.get(item.pk, []),
            )
            for item in self.items
        }
        names = ("note", "photos", "once", "words", "lat", "lng", "accuracy_m")
        return {"answers": answers} | {name: told[name] for name in names if name in told}


class SubmitForm(VisitForm):
    submit = "提交检查"
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    accuracy_m = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=0, max_value=100_000)


class AmendForm(VisitForm):
    submit = "改正检查记录"
    words = WordsField(label="改正原因", most=200, help_text="原来填报的内容留在检查经过里。")
