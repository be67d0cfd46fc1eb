"""Rivers: list, page, new, edit."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, is_river_side, sees_business
from hezhang.core.web.lists import show
from rivers.registry import facts, lists, rules, services
from rivers.registry.forms import RiverForm
from rivers.registry.models import River
from rivers.registry.signals import river_shown
from rivers.registry.views.common import save, save_edit

LIST = "rivers/list.html"


def find_river(request: PostRequest, pk: int) -> River:
    """A river of the acting post's scope, or 404."""
    return get_object_or_404(River.objects.visible_to(request.post).select_related("region"), pk=pk)


@access.when(sees_business)
def rivers(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.RIVERS, lists.rivers_of(request.post), template=LIST)


@access.when(sees_business)
def river(request: PostRequest, pk: int) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    found = find_river(request, pk)
    context = {
        "river": found,
        "facts": facts_of(found),
        "tree": facts.tree_of(found.reaches.visible_to(post).standing(today).with_chiefs(today)),
        "panels": facts.panels(river_shown, found, post, today),
        "may_edit": rules.may_keep(post, found.region_id),
        "may_add": is_office(post),
        "sees_patrols": is_river_side(post),
    }
    return render(request, "rivers/river.html", context)


def facts_of(river: River) -> list[tuple[str, Any]]:
    return [
        ("类别", river.get_kind_display()),
        ("所属区划", river.region.name),
        ("长度", f"{river.length_km} 公里" if river.length_km else None),
        ("本地编码", river.code),
        ("国家编码", river.national_code),
        ("所在水系", river.basin),
        ("备注", river.remark),
    ]


@access.when(is_office)
def create_river(request: PostRequest) -> HttpResponse:
    post = request.post
    initial = {"region": post.region_id, "code": facts.next_river_code(post.region)}
    form = RiverForm(request.POST or None, post=post, initial=initial)

    def act() -> River:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return services.create_river(by=post, **values)

    return save(
        request, form, act, title="新增河湖", back=reverse("rivers:rivers"), done="已登记河湖，请接着划分河段。"
    )


@access.when(is_office)
def edit_river(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_river(request, pk)
    services.must_keep(found.region_id, by=post)
    initial = {name: getattr(found, name) for name in RiverForm.base_fields}

    def form_of(data: Any) -> RiverForm:
        return RiverForm(data, post=post, initial=initial)

    return save_edit(request, found, form_of, services.edit_river)
