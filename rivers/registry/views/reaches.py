"""Reaches: page, new, edit; who is chief."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.words import day_words
from hezhang.core.office.journal.facts import history_of
from hezhang.core.web.lists import show
from hezhang.core.web.templatetags.ui import link_html
from rivers.registry import facts, lists, services
from rivers.registry.forms import ReachForm
from rivers.registry.models import Reach
from rivers.registry.queries import ReachQuery
from rivers.registry.services.codes import next_reach_code
from rivers.registry.signals import reach_figures, reach_shown
from rivers.registry.views.common import save, save_edit
from rivers.registry.views.homes import reach_home
from rivers.registry.views.rivers import find_river


def find_reach(request: PostRequest, pk: int) -> Reach:
    """A reach of the acting post's scope, with ``is_led``, or 404."""
    return get_object_or_404(_asked(request), pk=pk)


def _asked(request: PostRequest) -> ReachQuery:
    rows: ReachQuery = Reach.objects.visible_to(request.post).with_parents().select_related("river")
    return rows.with_led(timezone.localdate())


def _find_with_children(request: PostRequest, pk: int) -> tuple[Reach, list[Reach]]:
    """The same, and the reaches of the scope that lie in it today: one question."""
    # `parent__pk`, not `parent`: of a number beyond the database Django then knows that there is none.
    rows = _asked(request).filter(Q(pk=pk) | Q(parent__pk=pk) & Reach.objects.standing_q(timezone.localdate()))
    found = {one.pk: one for one in rows.order_by("code")}
    if (reach := found.pop(pk, None)) is None:
        raise Http404
    return reach, list(found.values())


@access.when(sees_business)
def reaches(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.REACHES, lists.reaches_of(request.post), template="rivers/list.html")


@access.when(sees_business)
def reach(request: PostRequest, pk: int) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    found, children = _find_with_children(request, pk)
    facts.read_tenures(found, children, today)
    context = {
        "facts": facts_of(found, post),
        **facts.overview(reach_shown, reach_figures, found, post, today),
        "children": facts.tree_of(children),
    }
    return reach_home(request, found, "overview", "rivers/reach.html", context)


@access.when(sees_business)
def reach_history(request: PostRequest, pk: int) -> HttpResponse:
    """Tab 沿革: what the journal knows of the reach and its chiefs."""
    found = find_reach(request, pk)
    told = history_of(found, request.GET.dict(), timezone.localdate(), request.post)
    return reach_home(request, found, "history", "rivers/reach_history.html", told)


def facts_of(reach: Reach, post: Post) -> list[tuple[str, Any]]:
    return [
        ("河湖", link_html(reach.river.name, reach.river.get_absolute_url())),
        ("级别", reach.get_tier_display()),
        ("所属区划", reach.region.name),
        ("上级河段", facts.reach_link(reach.parent, post)),
        ("河段编码", reach.code),
        ("起点", reach.start_place),
        ("终点", reach.end_place),
        ("长度", f"{reach.length_km} 公里" if reach.length_km else None),
        ("岸别", reach.get_bank_display()),
    ] + [
        (label, day_words(day))
        for label, day in (("对象建立时间", reach.established_on), ("对象终止时间", reach.ended_on))
        if day
    ]


@access.when(is_office)
def create_reach(request: PostRequest, river_pk: int) -> HttpResponse:
    post, river = request.post, find_river(request, river_pk)
    initial = {"parent": request.GET.get("parent", ""), "name": river.name}
    form = ReachForm(request.POST or None, post=post, river=river, initial=initial)
    form.fields["code"].help_text = f"不填则自动编号，下一个是 {next_reach_code(river)}。"

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
