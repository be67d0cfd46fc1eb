"""Sections: list, page with the trend, months."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.refusal import EditedMeanwhile
from hezhang.core.kernel.words import day_words
from hezhang.core.web import conflicts
from hezhang.core.web.lists import show
from rivers.registry.facts import river_link
from rivers.registry.rules import may_keep
from rivers.registry.services import must_keep
from rivers.registry.views.common import conflict_page, save
from rivers.registry.views.homes import river_home
from rivers.registry.views.rivers import find_river
from rivers.water import lists, services
from rivers.water.choices import WaterClass
from rivers.water.facts.history import trend_of
from rivers.water.facts.picture import picture_of
from rivers.water.facts.rivers import waters_of
from rivers.water.facts.sections import next_section_code, sections_of, with_target
from rivers.water.forms import SectionEditForm, SectionForm, TargetForm
from rivers.water.models import Section


def find_section(request: PostRequest, pk: int) -> Section:
    """A section of the acting post's scope, or 404."""
    rows = with_target(Section.objects.visible_to(request.post), timezone.localdate())
    return get_object_or_404(rows, pk=pk)


@access.when(sees_business)
def sections(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.SECTIONS, lists.sections_of(request.post), template="rivers/list.html")


def _standing(post: Post) -> Any:
    return Section.objects.visible_to(post).standing(timezone.localdate())


@access.when(sees_business)
def river_water(request: PostRequest, pk: int) -> HttpResponse:
    """Tab 水质 of a river: its sections with their last month, and what they make of the river; ``?only=unmet``."""
    river = find_river(request, pk)
    rows = list(sections_of(_standing(request.post).filter(river=river), timezone.localdate()))
    unmet = [one for one in rows if one.latest_month and one.latest_class > one.latest_target]
    only = request.GET.get("only") == "unmet"
    context = {"sections": unmet if only else rows, "waters": waters_of(rows), "only": only}
    return river_home(request, river, "water", "rivers/water/river.html", context)


@access.when(sees_business)
def section(request: PostRequest, pk: int) -> HttpResponse:
    found = find_section(request, pk)
    facts: list[tuple[str, Any]] = [
        ("河湖", river_link(found.river, request.post)),
        ("考核区划", found.region.name),
        ("水体类型", found.get_body_display()),
        ("目标水质", WaterClass(found.target_now).label),
        ("编码", found.code),
        ("经纬度", f"{found.lng},{found.lat}" if found.lat is not None else "未登记"),
        *((label, day_words(day)) for label, day in _lifetime(found) if day),
    ]
    may_edit = may_keep(request.post, found.region_id)
    trend = trend_of(found)
    context = {"section": found, "facts": facts, "trend": trend, "may_edit": may_edit}
    context |= {"has_ended": found.ended_on is not None}
    context |= {
        "picture": picture_of(found, trend, request.GET.get("item", "")),
        "warned": list(found.trends.warnings(timezone.localdate())),
    }
    context |= {"target": WaterClass(found.target_now).label, "targets": found.targets.all()}
    return render(request, "rivers/section.html", context)


def _lifetime(section: Section) -> list[tuple[str, date | None]]:
    return [("对象建立时间", section.established_on), ("对象终止时间", section.ended_on)]


@access.when(is_office)
def create_section(request: PostRequest) -> HttpResponse:
    post = request.post
    initial = {"region": post.region_id, "river": request.GET.get("river", "")}
    initial["code"] = next_section_code(post.region)
    form = SectionForm(request.POST or None, post=post, initial=initial)
    act = lambda: services.create_section(by=post, **form.values)  # noqa: E731 - one service, late bound
    return save(request, form, act, title="新增断面", back=reverse("rivers:sections"), done="已登记断面。")


@access.when(is_office)
def edit_section(request: PostRequest, pk: int) -> HttpResponse:
    """A stale edit keeps what was typed and shows what changed (409)."""
    post, found = request.post, find_section(request, pk)
    must_keep(found.region_id, by=post)

    def form_of(data: Any) -> SectionEditForm:
        return SectionEditForm(data, post=post, section=found, initial=_facts_of(found))

    form, title, back = form_of(request.POST or None), f"编辑：{found.name}", found.get_absolute_url()
    act = lambda: services.edit_section(found, form.values, by=post, seen=form.cleaned_data["seen"])  # noqa: E731
    foretell = lambda: services.foretell_edit(found, form.values)  # noqa: E731 - asked once the form is valid
    try:
        return save(request, form, act, title=title, back=back, done="已保存。", foretell=foretell)
    except EditedMeanwhile as late:
        stands = _facts_of(late.current)
        again = form_of(conflicts.rebased(form, {"seen": stands.pop("seen")}))
        return conflict_page(request, late, again, conflicts.differences(form, stands), title=title, back=back)


PLAIN = ("name", "code", "river", "region", "body")


def _facts_of(section: Any) -> dict[str, Any]:
    facts = {name: getattr(section, name) for name in (*PLAIN, "established_on", "ended_on")}
    position = None if section.lat is None or section.lng is None else (section.lat, section.lng)
    return facts | {"position": position, "seen": services.section_mark(section)}


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
