"""Reaches: page, new, edit; who is chief."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.words import day_words
from hezhang.core.web.lists import show
from rivers.registry import facts, lists, rules, services
from rivers.registry.forms import ReachForm
from rivers.registry.models import Reach
from rivers.registry.signals import reach_shown
from rivers.registry.views.common import save, save_edit
from rivers.registry.views.rivers import find_river


def find_reach(request: PostRequest, pk: int) -> Reach:
    """A reach of the acting post's scope, or 404."""
    joined = Reach.objects.select_related("river", "region", "parent__region")
    return get_object_or_404(joined.visible_to(request.post), pk=pk)


@access.when(sees_business)
def reaches(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.REACHES, lists.reaches_of(request.post), template="rivers/list.html")


@access.when(sees_business)
def reach(request: PostRequest, pk: int) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    found = find_reach(request, pk)
    context = {
        "reach": found,
        "facts": facts_of(found),
        "panels": facts.panels(reach_shown, found, post, today),
        "children": facts.tree_of(found.children.visible_to(post).standing(today).with_chiefs(today)),
        "may_edit": rules.may_keep(post, found.region_id) if found.ended_on is None else False,
        "has_ended": found.ended_on is not None,
        "has_chief": not Reach.objects.filter(pk=found.pk).without_chief(today).exists(),
    }
    return render(request, "rivers/reach.html", context)


def facts_of(reach: Reach) -> list[tuple[str, Any]]:
    return [
        ("级别", reach.get_tier_display()),
        ("所属区划", reach.region.name),
        ("上级河段", reach.parent.name if reach.parent else None),
        ("河段编码", reach.code),
        ("起点", reach.start_place),
        ("终点", reach.end_place),
        ("长度", f"{reach.length_km} 公里" if reach.length_km else None),
        ("岸别", reach.get_bank_display()),
        ("对象建立时间", reach.established_on and day_words(reach.established_on)),
        ("对象终止时间", reach.ended_on and day_words(reach.ended_on)),
    ]


@access.when(is_office)
def create_reach(request: PostRequest, river_pk: int) -> HttpResponse:
    post, river = request.post, find_river(request, river_pk)
    initial = {"code": facts.next_reach_code(river), "parent": request.GET.get("parent", ""), "name": river.name}
    form = ReachForm(request.POST or None, post=post, river=river, initial=initial)

    def act() -> Reach:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return services.create_reach(by=post, river=river, **values)

    title = f"新增河段：{river.name}"
    return save(request, form, act, title=title, back=river.get_absolute_url(), done="已登记河段，请任命河长。")


@access.when(is_office)
def edit_reach(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_reach(request, pk)
    services.must_keep(found.region_id, by=post)
    initial = {name: getattr(found, name) for name in ReachForm.base_fields}

    def form_of(data: Any) -> ReachForm:
        return ReachForm(data, post=post, river=found.river, reach=found, initial=initial)

    return save_edit(request, found, form_of, services.edit_reach)
