"""Sections: list, page with the trend, months."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.web.lists import show
from rivers.registry.rules import may_keep
from rivers.registry.services import must_keep
from rivers.registry.views.common import save
from rivers.water import lists, services
from rivers.water.choices import WaterClass
from rivers.water.facts.history import trend_of
from rivers.water.facts.picture import picture_of
from rivers.water.facts.sections import with_target
from rivers.water.forms import SectionForm, TargetForm
from rivers.water.models import Section


def find_section(request: PostRequest, pk: int) -> Section:
    """A section of the acting post's scope, or 404."""
    rows = with_target(Section.objects.visible_to(request.post), timezone.localdate())
    return get_object_or_404(rows, pk=pk)


@access.when(sees_business)
def sections(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.SECTIONS, lists.sections_of(request.post), template="rivers/list.html")


@access.when(sees_business)
def section(request: PostRequest, pk: int) -> HttpResponse:
    found = find_section(request, pk)
    facts: list[tuple[str, Any]] = [
        ("河湖", found.river.name),
        ("考核区划", found.region.name),
        ("水体类型", found.get_body_display()),
        ("目标水质", WaterClass(found.target_now).label),
        ("编码", found.code),
    ]
    may_edit = may_keep(request.post, found.region_id)
    trend = trend_of(found)
    context = {"section": found, "facts": facts, "trend": trend, "may_edit": may_edit}
    context |= {
        "picture": picture_of(found, trend, request.GET.get("item", "")),
        "warned": list(found.trends.warnings(timezone.localdate())),
    }
    context |= {"target": WaterClass(found.target_now).label, "targets": found.targets.all()}
    return render(request, "rivers/section.html", context)


@access.when(is_office)
def create_section(request: PostRequest) -> HttpResponse:
    post = request.post
    initial = {"region": post.region_id, "river": request.GET.get("river", "")}
    form = SectionForm(request.POST or None, post=post, initial=initial)
    act = lambda: services.create_section(by=post, **form.cleaned_data)  # noqa: E731 - one service, late bound
    return save(request, form, act, title="新增断面", back=reverse("rivers:sections"), done="已登记断面。")


@access.when(is_office)
def set_target(request: PostRequest, pk: int) -> HttpResponse:
    post, found = request.post, find_section(request, pk)
    must_keep(found.region_id, by=post)
    this = timezone.localdate()
    form = TargetForm(request.POST or None, initial={"since": f"{this.year}-01", "target": found.target_now})

    def act() -> Section:
        services.set_target(found, by=post, **form.cleaned_data)
        return found

    title, back = f"调整目标水质：{found.name}", found.get_absolute_url()
    hint = f"现行目标 {WaterClass(found.target_now).label}。起始月份及以后已填报的月份会按新目标重新判断是否达标；已冻结的考核结果不变。"
    return save(request, form, act, title=title, back=back, done="已调整目标水质。", hint=hint)
