"""What the walk page and the office send in. Unknown fields are ignored: only what is named here is read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import ManagementForm
from django.utils import timezone
from django.utils.functional import cached_property

from hezhang.core.accounts.choices import WALKING_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.files.fields import PhotosField, PhotosForm
from hezhang.core.web.fields import WordsField
from patrols.norms.models import CheckItem
from patrols.walks.choices import FindingState, PatrolKind, Ruling
from patrols.walks.rules import Position
from patrols.walks.services import MAX_FINDINGS, MAX_PHOTOS
from rivers.registry.models import Reach

CUT_SHORT = "内容没有传完整，请再点一次“提交”。"
MOMENT = "%Y-%m-%dT%H:%M:%S"


class MomentInput(forms.DateTimeInput):
    """The browser's own picker, in Shanghai's wall time, with seconds."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(attrs={"step": "1"}, format=MOMENT)


class _PlaceForm(forms.Form):
    """Reads an optional position; a half or broken one is an error, a missing one is fine."""

    def place(self, prefix: str) -> Position | None:
        lat, lng, accuracy = (self.cleaned_data.get(f"{prefix}{part}") for part in ("lat", "lng", "accuracy"))
        return None if lat is None or lng is None else Position(lat, lng, accuracy)


def _degrees() -> forms.FloatField:
    return forms.FloatField(label="位置", required=False, widget=forms.HiddenInput)


def _count() -> forms.IntegerField:
    """How many the phone meant to send: a body that a bad line has cut short must not pass for the whole."""
    return forms.IntegerField(label="数目", required=False, min_value=0, max_value=99, widget=forms.HiddenInput)


class WalkForm(_PlaceForm):
    """One patrol; its findings are a ``FindingSet``, rows f0, f1, …"""

    client_id = forms.UUIDField(label="记录编号", widget=forms.HiddenInput)
    # A number, checked by the view in the acting post's scope: a choice of a thousand reaches is not rendered.
    reach = forms.IntegerField(label="河段", min_value=1, max_value=2**62, widget=forms.HiddenInput)
    started_at = forms.DateTimeField(label="开始时间", widget=MomentInput)
    ended_at = forms.DateTimeField(label="结束时间", widget=MomentInput, required=False, help_text="不填即为现在。")
    kind = forms.ChoiceField(label="方式", choices=PatrolKind, required=False)
    note = WordsField(label="文字记录", most=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_long = forms.BooleanField(label="确实巡了这么久", required=False)
    start_lat, start_lng, start_accuracy = _degrees(), _degrees(), _degrees()
    end_lat, end_lng, end_accuracy = _degrees(), _degrees(), _degrees()
    findings = _count()
    # When it was handed in on the phone, in epoch seconds there; a plain page does not say.
    parcel_at = forms.IntegerField(required=False, min_value=0, max_value=2**40, widget=forms.HiddenInput)

    def walk(self) -> dict[str, Any]:
        """Keyword arguments of ``submit_patrol``, without reach and findings."""
        told = self.cleaned_data
        return {
            "client_id": told["client_id"],
            "started_at": told["started_at"],
            "ended_at": told["ended_at"],
            "kind": told["kind"] or PatrolKind.ROUTINE,
            "note": told["note"],
            "start": self.place("start_"),
            "end": self.place("end_"),
            "is_long": told["is_long"],
        }


class FindingForm(_PlaceForm):
    """One thing seen, with its photos."""

    item = forms.ModelChoiceField(CheckItem.objects.all(), label="问题类型")
    state = forms.ChoiceField(label="处理", choices=FindingState, widget=forms.RadioSelect)
    text = forms.CharField(label="情况描述", max_length=300, required=False)
    measure = forms.CharField(label="当场措施", max_length=200, required=False)
    kept = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)  # photos that came ahead: "12,13"
    photos = PhotosField(label="照片（可不拍）", required=False, most=MAX_PHOTOS)
    lat, lng, accuracy = _degrees(), _degrees(), _degrees()
    # Put on the map by hand: then what the phone had measured, if anything.
    placed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    phone_lat, phone_lng, phone_accuracy = _degrees(), _degrees(), _degrees()
    # What it is about, "asset:12" or "board:5"; looked up by the view in the acting post's scope.
    thing = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    photo_count = _count()

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        # A photo that was refused has its own sentence; the count would only repeat it.
        if "photos" not in told or "kept" not in told:
            return told
        came = len(told["photos"]) + len([part for part in told["kept"].split(",") if part])
        if told.get("photo_count") not in (None, came):
            raise ValidationError(CUT_SHORT)
        return told

    def draw(self, code: str) -> None:
        """As the plain page shows it: only items in use, and nothing is asked of a row that says nothing."""
        item = self.fields["item"]
        # Nothing found is a normal result (减负): the empty choice says so.
        item.queryset, item.required = CheckItem.objects.in_force(code).filter(is_active=True), False
        item.empty_label = "没有发现问题"
        if self.is_bound and self["photos"].data:
            self["photos"].help_text = "刚才选的照片没有保存，请重新选择。"


class _FindingSet(forms.BaseFormSet):
    """Rows f0, f1, …: drafts on phones have these names, and no management form; the rows that are there count themselves."""

    @classmethod
    def get_default_prefix(cls) -> str:
        return "f"

    def add_prefix(self, index: int | str) -> str:
        return f"{self.prefix}{index}"

    @cached_property
    def management_form(self) -> ManagementForm:
        # One row more than allowed is read, so that the service can say that there are too many.
        sent = [index for index in range(MAX_FINDINGS + 1) if f"{self.add_prefix(index)}-item" in self.data]
        total = max(sent, default=-1) + 1 if self.is_bound else self.extra
        counts = {"TOTAL_FORMS": total, "INITIAL_FORMS": 0}
        form = ManagementForm({f"{self.prefix}-{name}": count for name, count in counts.items()}, prefix=self.prefix)
        form.full_clean()
        return form

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"initial": {"state": FindingState.OPEN}}

    def told(self, meant: int | None) -> list[FindingForm]:
        """The rows that say something; raises ValidationError whose messages name the row.

        ``meant`` is how many the phone says it sent (None: a plain form, which does not say).
        """
        rows = [row for row in self.forms if row.has_changed()]
        words = [f"第 {number} 处发现：{word}" for number, row in enumerate(rows, start=1) for word in error_words(row)]
        if words or meant not in (None, len(rows)):
            raise ValidationError(words or [CUT_SHORT])
        return rows

    def drawn(self, code: str) -> Self:
        """Ready for the plain page of a place (region code), with what was typed and what is wrong with it."""
        self.is_valid()
        for row in self.forms:
            row.draw(code)
        return self


FindingSet = forms.formset_factory(
    FindingForm, formset=_FindingSet, max_num=MAX_FINDINGS, absolute_max=MAX_FINDINGS + 1
)


def error_words(form: forms.Form) -> list[str]:
    """Every error as a sentence that names its field; one of the whole form speaks for itself."""
    names = {name: f"{field.label}：" for name, field in form.fields.items()}
    return [f"{names.get(name, '')}{word}" for name, found in form.errors.items() for word in found]


class AddForm(PhotosForm):
    """补充: words, and one thing that was seen and not told."""

    note = WordsField(label="补充说明", most=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    item = forms.ModelChoiceField(
        CheckItem.objects.none(), label="还发现了什么", required=False, empty_label="没有漏报的问题"
    )
    text = WordsField(label="情况描述", most=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    state = forms.ChoiceField(label="怎样处理", choices=FindingState, required=False, initial=FindingState.OPEN)
    photos = PhotosField(label="照片（可不拍）", required=False, most=MAX_PHOTOS)
    field_order = ["note", "item", "state", "text", "photos"]

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = by
        self.fields["item"].queryset = CheckItem.objects.in_force(by.region_id).filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("item") and (told.get("text") or told.get("photos")):
            self.add_error("item", "描述和照片要有对应的问题，请选一个类型；只写文字的，请填在“补充说明”里。")
        if not self.errors and not told.get("item") and not told.get("note"):
            raise ValidationError("还没有填写要补充的内容。")
        return told


class ReviewForm(forms.Form):
    """复核: whether a walk counts, and why."""

    counting = forms.ChoiceField(label="结论", choices=Ruling, widget=forms.RadioSelect)
    reason = WordsField(
        label="理由",
        most=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="巡河人看得到，如：误点了“开始”，当日确有巡河。",
    )


class BackfillForm(forms.Form):
    """补录: who walked where and when, entered by the office."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    post = forms.ModelChoiceField(Post.objects.none(), label="巡河人")
    reach = forms.ModelChoiceField(Reach.objects.none(), label="河段")
    day = forms.DateField(label="巡河日期")
    start = forms.TimeField(label="开始时间")
    end = forms.TimeField(label="结束时间", help_text="早于开始时间的，按次日计。")
    kind = forms.ChoiceField(label="方式", choices=PatrolKind)
    note = WordsField(label="文字记录", most=500, required=False, help_text="如：依据纸质巡河日志补录。")

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Past holders too: a paper log may be older than the change of office (`may_backfill` asks about that day).
        walkers = Post.objects.visible_to(by).filter(role__in=WALKING_ROLES).with_names()
        self.fields["post"].queryset = walkers.order_by("region_id", "id")
        self.fields["reach"].queryset = Reach.objects.visible_to(by).order_by("region_id", "code")

    def walk(self) -> dict[str, Any]:
        """Keyword arguments of ``backfill_patrol``."""
        told = self.cleaned_data
        started_at = timezone.make_aware(datetime.combine(told["day"], told["start"]))
        ended_at = timezone.make_aware(datetime.combine(told["day"], told["end"]))
        if ended_at < started_at:
            ended_at += timedelta(days=1)
        same = {name: told[name] for name in ("client_id", "post", "reach", "kind", "note")}
        return same | {"started_at": started_at, "ended_at": ended_at}
