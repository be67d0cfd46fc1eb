"""Rivers: list, page, new, edit."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.words import day_words
from hezhang.core.office.journal.facts import history_of
from hezhang.core.web.lists import show
from rivers.registry import facts, lists, services
from rivers.registry.forms import RiverForm
from rivers.registry.models import River
from rivers.registry.services.codes import next_river_code
from rivers.registry.signals import river_figures, river_shown
from rivers.registry.views.common import save, save_edit
from rivers.registry.views.homes import river_home

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
    found = get_object_or_404(facts.rivers_of(post, today), pk=pk)
    own = facts.reach_figures(found)
    context = {"facts": facts_of(found), **facts.overview(river_shown, river_figures, found, post, today, own)}
    return river_home(request, found, "overview", "rivers/river.html", context)


@access.when(sees_business)
def river_reaches(request: PostRequest, pk: int) -> HttpResponse:
    """Tab 河段与河长: the standing reaches as a tree, with who answers for each today; ``?only=gap``, ``?only=ended``."""
    found = find_river(request, pk)
    context = facts.tree_page(found, request.post, timezone.localdate(), request.GET.get("only", ""))
    return river_home(request, found, "reaches", "rivers/river_reaches.html", context)


@access.when(sees_business)
def river_history(request: PostRequest, pk: int) -> HttpResponse:
    """Tab 沿革: what the journal knows of the river, and of what hangs on it as far as the post sees that."""
    found = find_river(request, pk)
    told = history_of(found, request.GET.dict(), timezone.localdate(), request.post)
    return river_home(request, found, "history", "rivers/river_history.html", told)


def facts_of(river: River) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        ("类别", river.get_kind_display()),
        ("所属区划", river.region.name),
        ("长度", f"{river.length_km} 公里" if river.length_km else None),
        ("本地编码", river.code),
        ("所在水系", river.basin),
    ]
    rare = [
        ("国家编码", river.national_code),
        ("汇入", river.flows_into and f"{river.flows_into.name}{river.get_joins_bank_display()}"),
        ("备注", river.remark),
        ("对象建立时间", river.established_on and day_words(river.established_on)),
        ("对象终止时间", river.ended_on and day_words(river.ended_on)),
    ]
    return rows + [(label, value) for label, value in rare if value]


@access.when(is_office)
def create_river(request: PostRequest) -> HttpResponse:
    post = request.post
    form = RiverForm(request.POST or None, post=post, is_new=True, initial={"region": post.region_id})
    form.fields["code"].help_text = f"不填则自动编号，河流的下一个是 {next_river_code(post.region)}。"

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
