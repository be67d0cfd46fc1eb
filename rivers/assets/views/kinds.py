"""管理 → 对象类别: kinds and their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import EditedMeanwhile, demand
from hezhang.core.office.parameters.rules import may_change
from hezhang.core.office.parameters.tables import Reach
from hezhang.core.web import conflicts
from rivers.assets import facts, services
from rivers.assets.choices import Holder
from rivers.assets.forms import FieldForm, KindForm
from rivers.assets.models import ObjectField, ObjectKind
from rivers.assets.rules import may_keep_kinds
from rivers.assets.services.kinds import FIELD, KIND, mark
from rivers.registry.views.common import conflict_page, save


def find_kind(request: PostRequest, pk: int) -> ObjectKind:
    return get_object_or_404(facts.settable_kinds(request.post), pk=pk)


def find_field(request: PostRequest, pk: int) -> ObjectField:
    found = get_object_or_404(facts.settable_fields(request.post).select_related("kind"), pk=pk)
    if not facts.settable_kinds(request.post).filter(pk=found.kind_id).exists():
        raise Http404("no such field")
    return found


@access.when(may_keep_kinds)
def object_kinds(request: PostRequest) -> HttpResponse:
    """All kinds, retired ones too, with the number of their fields."""
    post = request.post
    rows = list(facts.settable_kinds(post))
    numbers: dict[int, int] = {}
    for kind, is_active in facts.settable_fields(post).order_by().values_list("kind", "is_active"):
        numbers[kind] = numbers.get(kind, 0) + is_active
    groups = [
        ("涉河对象", [(kind, numbers.get(kind.pk, 0)) for kind in rows if kind.holder == Holder.ASSET]),
        ("河湖档案", [(kind, numbers.get(kind.pk, 0)) for kind in rows if kind.holder != Holder.ASSET]),
    ]
    may_add = may_change(Reach.ADDED, post, _own(request), is_own=False)
    return render(request, "rivers/assets/kinds.html", {"groups": groups, "may_add": may_add, "post": post})


@access.when(may_keep_kinds)
def object_kind(request: PostRequest, pk: int) -> HttpResponse:
    """One kind with its fields in their order."""
    post, kind = request.post, find_kind(request, pk)
    fields = [
        (field, bool(may_change(Reach.ADDED, post, field.region_id, is_own=False)))
        for field in facts.settable_fields(post).filter(kind=kind)
    ]
    context = {"kind": kind, "fields": fields}
    context["may_edit"] = may_change(Reach.ADDED, post, kind.region_id, is_own=False)
    context["may_add"] = may_change(Reach.ADDED, post, _own(request), is_own=False)
    return render(request, "rivers/assets/kind.html", context)


def _own(request: PostRequest) -> str | None:
    """Whose a new row of the post's is."""
    region = services.region_of(by=request.post)
    return region.code if region else None


@access.when(may_keep_kinds)
def create_object_kind(request: PostRequest) -> HttpResponse:
    post = request.post
    demand(may_change(Reach.ADDED, post, _own(request), is_own=False))
    initial = {"has_position": True, "is_active": True, "colour": "#2c7fb8", "holder": Holder.ASSET}
    form = KindForm(request.POST or None, initial=initial)
    return save(
        request,
        form,
        lambda: services.create_object_kind(by=post, **_told(form)),
        title="新增类别",
        back=reverse("rivers:object_kinds"),
        done="已新增类别，请接着添加它的字段。",
    )


@access.when(may_keep_kinds)
def edit_object_kind(request: PostRequest, pk: int) -> HttpResponse:
    post, kind = request.post, find_kind(request, pk)
    demand(may_change(Reach.ADDED, post, kind.region_id, is_own=False))

    def form_of(data: Any) -> KindForm:
        form = KindForm(data, initial=_stands(kind, KIND) | {"seen": mark(kind), "holder": kind.holder})
        form.fields["holder"].disabled = True
        return form

    def act(form: KindForm) -> ObjectKind:
        return services.edit_object_kind(kind, _told(form), by=post, seen=form.cleaned_data["seen"])

    return _edit(request, kind, form_of, act, KIND, kind.get_absolute_url())


@access.when(may_keep_kinds)
def create_object_field(request: PostRequest, pk: int) -> HttpResponse:
    post, kind = request.post, find_kind(request, pk)
    demand(may_change(Reach.ADDED, post, _own(request), is_own=False))
    form = FieldForm(request.POST or None)

    def act() -> ObjectKind:
        services.create_object_field(by=post, kind=kind, **_told(form))
        return kind

    title = f"新增字段：{kind.name}"
    return save(request, form, act, title=title, back=kind.get_absolute_url(), done="已新增字段，登记和导入马上可用。")


@access.when(may_keep_kinds)
def edit_object_field(request: PostRequest, pk: int) -> HttpResponse:
    post, field = request.post, find_field(request, pk)
    demand(may_change(Reach.ADDED, post, field.region_id, is_own=False))

    def form_of(data: Any) -> FieldForm:
        return FieldForm(data, initial=_stands(field, FIELD) | {"seen": mark(field)})

    def act(form: FieldForm) -> ObjectKind:
        services.edit_object_field(field, _told(form), by=post, seen=form.cleaned_data["seen"])
        return field.kind

    return _edit(request, field, form_of, act, FIELD, field.kind.get_absolute_url())


def _edit(
    request: PostRequest,
    row: ObjectKind | ObjectField,
    form_of: Callable[[Any], Any],
    act: Callable[[Any], ObjectKind],
    names: tuple[str, ...],
    back: str,
) -> HttpResponse:
    form = form_of(request.POST or None)
    title = f"修改：{row.name}"
    try:
        return save(request, form, lambda: act(form), title=title, back=back, done="已保存。")
    except EditedMeanwhile as late:
        current: Any = late.current
        again = form_of(conflicts.rebased(form, {"seen": mark(current)}))
        return conflict_page(
            request, late, again, conflicts.differences(form, _stands(current, names)), title=title, back=back
        )


def _stands(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _told(form: Any) -> dict[str, Any]:
    told = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    return told | ({"order": told["order"] or 0} if "order" in told else {})
