"""One field of an asset through time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.refusal import EditedMeanwhile
from hezhang.core.web import conflicts
from rivers.assets import facts, services
from rivers.assets.facts import Line
from rivers.assets.forms import ValueForm
from rivers.assets.models import FieldValue
from rivers.assets.views.assets import find_asset
from rivers.registry.services import must_keep
from rivers.registry.views.common import conflict_page, save

HINT = "补录以前的数据请填当时的日期；与已有的一条同一天的，按更正处理。现在的数值：{}。"


@access.when(is_office)
def set_value(request: PostRequest, pk: int, field_pk: int) -> HttpResponse:
    """Note what a field says from any day on."""
    found = find_asset(request, pk)
    must_keep(found.region_id, by=request.post)
    lines = facts.lines_of(found, found.kind, timezone.localdate())
    return value_page(request, found, lines, field_pk, found.get_absolute_url(), services.set_value)


def value_page(
    request: PostRequest, found: Any, lines: Sequence[Line], field_pk: int, back: str, note: Callable[..., Any]
) -> HttpResponse:
    """The form of one field; ``note`` is the service that keeps what is said in it."""
    line = next((one for one in lines if one.field.pk == field_pk and one.field.is_active), None)
    if line is None:
        return redirect(back)
    initial = {"since": timezone.localdate(), "value": line.text, "version": found.version}
    form = ValueForm(request.POST or None, field=line.field, initial=initial)

    def act() -> None:
        told = form.cleaned_data
        note(found, line.field, told["value"], told["since"], by=request.post, seen=told["version"])

    title = f"{line.field.name}：{found.name}"
    try:
        return save(request, form, act, title=title, back=back, done="已保存。", hint=HINT.format(line.words or "未填"))
    except EditedMeanwhile as late:
        current: Any = late.current
        again = ValueForm(conflicts.rebased(form, {"version": current.version}), field=line.field)
        return conflict_page(request, late, again, [], title=title, back=back)


@access.when(is_office)
@require_POST
def drop_value(request: PostRequest, pk: int) -> HttpResponse:
    """Take a value back that should not have been noted."""
    rows = FieldValue.objects.visible_to(request.post).select_related("asset", "river", "field")
    value = get_object_or_404(rows, pk=pk)
    river = value.river_id
    subject = services.drop_value(value, by=request.post)
    messages.success(request, f"已撤回“{value.field.name}”自 {value.valid_from} 起的数据。")
    return redirect(reverse("rivers:river_dossier", args=[river]) if river else subject)
