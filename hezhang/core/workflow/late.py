"""Steps that come from a phone's queue: carried out once, or kept beside their object when they can no longer be.

Nobody may be looking when they arrive, so every answer is JSON, and nothing of what was filled in is lost (decision 0060).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse

from hezhang.core.files.fields import kept_photos
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import INVALID, NotAllowed, Refusal
from hezhang.core.kernel.verdict import YES, Verdict, no
from hezhang.core.parcels import services as parcels
from hezhang.core.parcels.kinds import Kind, register
from hezhang.core.parcels.models import Held
from hezhang.core.parcels.services import Came, Content, Done, Taken
from hezhang.core.workflow.errors import Conflicting, SomebodyWasFaster
from hezhang.core.workflow.forms import StepForm
from hezhang.core.workflow.models import TransitionBase

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest

    from hezhang.core.accounts.models import Post
    from hezhang.core.accounts.requests import PostRequest
    from hezhang.core.parcels.filed import Filed
    from hezhang.core.workflow.views import Service, StepViews

STEP, LATE = "step", "late_step"
MOST_HELD = 50  # that wait of one person: who sends more has lost a right, not a signal
UNSEEN = "这一件现在不在您能办理的范围内。"
FROM_FILE = "由河长办从手机另存的文件导入，没有代本人办理；本人的手机传来时再办。"
KEPT = "您填写的内容和照片已收下，等河长办核对。"


class ParcelForm(forms.Form):
    """What a form from a queue has beside its own fields."""

    parcel = forms.UUIDField()
    parcel_at = forms.IntegerField(required=False, min_value=0, max_value=2**40)


def came(request: HttpRequest) -> Came | None:
    """The parcel's number and time; None for a page that is sent as ever. Raises Refusal for a broken number."""
    if "parcel" not in request.POST:
        return None
    form = ParcelForm(request.POST)
    if not form.is_valid():
        raise Refusal("这份内容的编号不正确，请刷新页面后重新填写。")
    return Came(form.cleaned_data["parcel"], STEP, form.cleaned_data["parcel_at"])


@dataclass(frozen=True)
class LateStep:
    """One such step: whose views, which verb, which form and service; ``said(obj)`` once it is done."""

    views: StepViews
    verb: str
    form_class: type[StepForm]
    service: Service
    said: Callable[[Any], str]

    def answer(self, request: PostRequest, pk: int, came: Came) -> JsonResponse:
        """200 with the receipt, 409 with ``held`` for what was kept, 422 for what can be put right, with ``asked``: what says,
        sent once more, that it was meant; 404 as everywhere."""
        obj, why = self._found(request, pk)
        form = self.form_class(request.POST, request.FILES, obj=obj, post=request.post)
        is_valid = form.is_valid()  # the photos are stored with it
        content = self._content(form, obj)
        try:
            taken = parcels.known(came, lambda: content, by=request.post)
            taken = taken or self._take(request, obj, form if is_valid else None, came, replace(content, why=why))
        except ValidationError as wrong:
            return JsonResponse({"words": wrong.messages}, status=INVALID)
        except Refusal as refusal:
            return JsonResponse({"words": [str(refusal)]}, status=refusal.status)
        if taken is None:
            return JsonResponse({"words": told_wrong(form), "asked": form.asked}, status=INVALID)
        return self._told(request, obj, taken)

    def _found(self, request: PostRequest, pk: int) -> tuple[Any, str]:
        """The object in sight; or one that is not any more, for whoever has had to do with it, and why it is kept."""
        try:
            return self.views.find(request, pk), ""
        except Http404:
            obj = self.views.lost(pk)
            if obj is None or not had_to_do(obj, request.post):
                raise
            return obj, UNSEEN

    def _content(self, form: StepForm, obj: Any) -> Content:
        whole, row = self.views.whole(obj), self.views.table[self.verb]
        fields = {name: form.data.getlist(name) for name in form.data if name != "csrfmiddlewaretoken"}
        return Content(str(whole), row.label, "", fields, filled_in(form), photos_of(form), obj=whole)

    def _take(
        self, request: PostRequest, obj: Any, form: StepForm | None, came: Came, content: Content
    ) -> Taken | None:
        """Carried out, or kept; None where something in the form can be put right and sent again."""
        post, why = request.post, content.why or self._not_now(obj, request.post)
        if why:
            return keep(came, replace(content, why=why), by=post)
        if form is None:
            return None
        try:
            return parcels.take_once(came, lambda: content, lambda: self._done(obj, form, came.client_id), by=post)
        except (SomebodyWasFaster, NotAllowed, Conflicting) as refusal:
            return keep(came, replace(content, why=str(refusal)), by=post)

    def _not_now(self, obj: Any, post: Post) -> str:
        """Why the table does not let this post take the step now; "" where it does."""
        table, whole = self.views.table, self.views.whole(obj)
        row = table[self.verb]
        if not row.permits(whole.state):
            return str(SomebodyWasFaster(table, row, whole))
        return table.may(whole, self.verb, post).reason

    def _done(self, obj: Any, form: StepForm, number: UUID) -> Done:
        told = form.supplied()
        # A page from the phone's own store is filled in more than once: the number that stands in it is no longer one step's.
        numbered = told | ({"once": number} if "once" in told else {})
        step = self.service(obj, by=form.post, **numbered)
        whole = self.views.whole(obj)
        title = f"{self.views.table[self.verb].label}：{whole}"
        row = step if isinstance(step, TransitionBase) else None
        return Done(self._where(obj, form.post), title, row)

    def _where(self, obj: Any, post: Post) -> str:
        """The object's page, or the list when the post sees it no more."""
        seen = type(obj).objects.visible_to(post).filter(pk=obj.pk).exists()
        return str(obj.get_absolute_url()) if seen else reverse(self.views.home)

    def _told(self, request: PostRequest, obj: Any, taken: Taken) -> JsonResponse:
        answer: dict[str, Any] = {"client_id": str(taken.parcel.client_id)}
        if taken.held is None:
            url = taken.parcel.url
            if (
                taken.is_new and not taken.parcel.is_late
            ):  # somebody waits for it; late ones come by themselves, many at once
                messages.success(request, self.said(obj))
                url = self.views.next_url(obj, self.verb, request.post) or url
            return JsonResponse(answer | {"url": url, "words": [self.said(obj)]})
        words = [taken.held.why, KEPT]
        return JsonResponse(
            answer | {"url": taken.held.get_absolute_url(), "held": True, "words": words}, status=Conflicting.status
        )


def keep(came: Came, content: Content, *, by: Post) -> Taken:
    """As ``hold``, for so many at a time."""
    if Held.objects.filter(parcel__user_id=by.user_id).waiting().count() >= MOST_HELD:
        raise Refusal(f"您已有 {MOST_HELD} 份内容等河长办核对，请先联系河长办。内容还在手机上。", status=429)
    return parcels.hold(came, content, by=by)


def had_to_do(obj: Any, post: Post) -> bool:
    """Whether the person, or somebody of the unit, has taken a step of it, or it was given to the unit by one."""
    for step in obj.transitions.select_related("post"):
        is_theirs = step.user_id == post.user_id
        is_units = post.department_id and step.post and step.post.department_id == post.department_id
        was_given = post.department_id and str(step.supplied.get("unit", "")).endswith(f"(#{post.department_id})")
        if is_theirs or is_units or was_given:
            return True
    return False


# ── What was filled in, as a person reads it ──
def filled_in(form: forms.Form) -> list[tuple[str, str]]:
    """Label and words of each field that was filled in; files aside."""
    told = [
        (str(field.label), words_of(field))
        for field in form.visible_fields()
        if not isinstance(field.field, forms.FileField)
    ]
    return [(label, words) for label, words in told if words]


def words_of(field: forms.BoundField) -> str:
    """A value as the page shows it: the label of a choice, the name of a row."""
    value = field.value()
    if isinstance(field.field, forms.ChoiceField):
        value = _chosen(field.field, value)
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return " ".join(str(value or "").split())
    return "、".join(str(each) for each in value)


def _chosen(field: forms.ChoiceField, value: Any) -> Any:
    """The row or the label that was chosen; what no choice is stays as it was sent."""
    try:
        found = field.clean(value)
    except ValidationError:
        return value
    labels: Any = field.choices
    return found if isinstance(field, forms.ModelChoiceField) else dict(labels).get(found, found)


def photos_of(form: StepForm) -> list[Upload]:
    """The photos that came with it, as far as they are here: the form has stored them, and says so in ``kept``, ``kept-7``."""
    return [photo for name in form.fields if name.partition("-")[0] == "kept" for photo in _kept(form, name)]


def _kept(form: StepForm, name: str) -> list[Upload]:
    try:
        return kept_photos(str(form[name].value() or ""), form.post)
    except ValidationError:
        return []


def told_wrong(form: StepForm) -> list[str]:
    """Every error as a sentence that names its field."""
    names = {name: f"{field.label}：" for name, field in form.fields.items()}
    return [f"{names.get(name, '')}{word}" for name, found in form.errors.items() for word in found]


# ── From a file ──
def look(filed: Filed, posts: Sequence[Post], by: Post) -> tuple[Post, Content]:
    """A step of a file is never carried out: a file proves nobody's hand. It is kept beside its object, for the person's
    own phone or the office's word; only where the person had to do with it.
    """
    try:
        found = resolve(filed.url)
    except Resolver404:
        raise Refusal("这条记录的地址不是本系统的。") from None
    step = getattr(found.func, LATE, None)
    obj = step.views.lost(found.kwargs["pk"]) if step else None
    mine = [post for post in posts if obj is not None and had_to_do(obj, post)]
    if step is None or obj is None or not mine:
        raise Refusal("这条记录所关于的一件不存在，或本人没有经手过。")
    data = QueryDict(mutable=True)
    for name, values in filed.fields.items():
        data.setlist(name, list(values))
    form = step.form_class(data, obj=obj, post=mine[0])
    whole, row = step.views.whole(obj), step.views.table[step.verb]
    words = filled_in(form) + ([("照片", f"{len(filed.photos)} 张")] if filed.photos else [])
    return mine[0], Content(str(whole), row.label, FROM_FILE, filed.fields, words, obj=whole)


# ── What the office may make of one that was kept ──
def _object(held: Held) -> Model | None:
    return apps.get_model(held.about_type)._base_manager.filter(pk=held.about_id).first() if held.about_type else None


def may_take(held: Held, by: Post) -> Verdict:
    return YES if _object(held) is not None else no("这份内容所关于的一件已不在，请与本人核对。")


def take(held: Held, by: Post, at: datetime) -> Any:
    """转为补充说明: it stays beside its object as it is, and is marked as right; no state changes."""
    return _object(held)


def undo(held: Held, by: Post, at: datetime) -> None:
    """Nothing was made of it but the mark."""


register(
    Kind(
        STEP,
        "办理",
        look=look,
        file_words="收在这一件的页面上，等核对；不代本人办理",
        take_label="转为补充说明",
        take_note="内容和照片作为补充说明列在这一件的页面上，办理状态不变；可以撤回。",
        may_take=may_take,
        take=take,
        undo=undo,
    )
)
