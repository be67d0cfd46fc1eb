"""Reaches: page, new, edit; who is chief."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.web.lists import show
from rivers import lists, reads, rules, services
from rivers.forms import AppointForm, DismissForm, ReachForm
from rivers.models import Reach, Tenure
from rivers.views.common import save, save_edit
from rivers.views.rivers import find_river


def find_reach(request: HttpRequest, pk: int) -> Reach:
    """A reach of the acting post's scope, or 404."""
    joined = Reach.objects.select_related("river", "region", "parent__region")
    return get_object_or_404(joined.visible_to(request.post), pk=pk)  # type: ignore[attr-defined]


@access.when(sees_business)
def reaches(request: HttpRequest) -> HttpResponse:
    return show(request, lists.REACHES, lists.reaches_of(request.post), template="rivers/list.html")  # type: ignore[attr-defined]


@access.when(sees_business)
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    post, today = request.post, timezone.localdate()  # type: ignore[attr-defined]
    found = find_reach(request, pk)
    tenures = list(found.tenures.select_related("post__user", "post__region", "post__department"))
    tenures.sort(key=lambda one: (one.ends_on is not None and one.ends_on < today, -one.starts_on.toordinal()))
    standings = [(one, rules.standing(one.starts_on, one.ends_on, today)) for one in tenures]
    context = {
        "reach": found,
        "facts": facts_of(found),
        "tenures": standings,
        "boards": reads.boards_of(found.signboards.visible_to(post), today),
        "children": reads.tree_of(reads.with_chiefs(found.children.visible_to(post), today)),
        "may_edit": rules.may_keep(post, found.region_id),
        "has_chief": any(one.kind == "responsible" and words == "在任" for one, words in standings),
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
    ]


@access.when(is_office)
def reach_new(request: HttpRequest, river_pk: int) -> HttpResponse:
    post, river = request.post, find_river(request, river_pk)  # type: ignore[attr-defined]
    initial = {"code": reads.next_reach_code(river), "parent": request.GET.get("parent", ""), "name": river.name}
    form = ReachForm(request.POST or None, post=post, river=river, initial=initial)

    def act() -> Reach:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return services.create_reach(post, river=river, **values)

    title = f"新增河段：{river.name}"
    return save(request, form, act, title=title, back=river.get_absolute_url(), done="已登记河段，请任命河长。")


@access.when(is_office)
def reach_edit(request: HttpRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_reach(request, pk)  # type: ignore[attr-defined]
    services.must_keep(post, found.region_id)
    initial = {name: getattr(found, name) for name in ReachForm.base_fields}

    def form_of(data: Any) -> ReachForm:
        return ReachForm(data, post=post, river=found.river, reach=found, initial=initial)

    return save_edit(request, found, form_of, services.edit_reach)


@access.when(is_office)
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_reach(request, pk)  # type: ignore[attr-defined]
    services.must_keep(post, found.region_id)
    form = AppointForm(request.POST or None, post=post, reach=found)
    return save(
        request,
        form,
        lambda: services.appoint(post, reach=found, **form.cleaned_data),
        title=f"任命河长：{found.name}",
        back=found.get_absolute_url(),
        done="已任命。原责任河长（如有）的任期到前一天为止，相关公示牌请及时更新。",
        submit="任命",
        hint="任命责任河长时，原责任河长自动离任，任期保留备查。名单中没有的人员，请先在“人员与岗位”中登记河长岗位。",
    )


@access.when(is_office)
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    post = request.post  # type: ignore[attr-defined]
    rows = Tenure.objects.visible_to(post).select_related("reach", "post__user")
    tenure = get_object_or_404(rows, pk=pk)
    services.must_keep(post, tenure.reach.region_id)
    form = DismissForm(request.POST or None, tenure=tenure)
    return save(
        request,
        form,
        lambda: services.dismiss(post, tenure, form.cleaned_data["on"]).reach,
        title=f"离任：{tenure}",
        back=tenure.reach.get_absolute_url(),
        done="已登记离任。",
        submit="登记离任",
        hint="任期只会结束，不会删除。请督促新老河长及时交接。",
    )
