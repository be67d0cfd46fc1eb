"""回头看: the samples, one of them as a list to take along, and how it was drawn."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.web.context import is_on_phone
from hezhang.core.web.lists import show
from issues.lookback import facts, lists, rules, services
from issues.lookback.forms import DrawForm
from issues.lookback.models import Draw
from rivers.registry.views.common import save


@access.when(rules.sees_draws)
def draws(request: PostRequest) -> HttpResponseBase:
    """One line for each quarter that was drawn from."""
    return show(request, lists.DRAWS, lists.draws_of(request.post), template="issues/draws.html")


@access.when(rules.may_draw)
def draw_sample(request: PostRequest) -> HttpResponse:
    form = DrawForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.draw_sample(by=request.post, quarter=form.cleaned_data["quarter"]),
        title="抽取回头看名单",
        back=reverse("issues:draws"),
        done="已抽取。名单可导出带去现场；在手机上打开问题即可填报巩固或反弹。",
        submit="抽取",
        hint="从这一季度销号的问题里，按参数设置中的比例，分摊到各乡镇、各类别随机抽取。每季度只抽一次，不能重抽；"
        "随机种子记录在案，任何人都能复算。责任单位看不到名单。",
    )


@access.when(rules.sees_draws)
def drawn(request: PostRequest, pk: int) -> HttpResponseBase:
    """The list to take along; on the phone, cells that lead to the verdict."""
    draw = find_draw(request, pk)
    page = "issues/drawn_phone.html" if is_on_phone(request) else "issues/drawn.html"
    return show(request, lists.DRAWN, lists.drawn_of(draw, request.post), template=page, draw=draw)


@access.when(rules.sees_draws)
def draw_explained(request: PostRequest, pk: int) -> HttpResponse:
    """How it was drawn, by town, class and grade, and whether it comes out the same again."""
    draw = find_draw(request, pk)
    told = {"draw": draw, "facts": facts.facts(draw), "again": facts.drawn_again(draw)}
    return render(request, "issues/draw_explained.html", told)


def find_draw(request: PostRequest, pk: int) -> Draw:
    rows = Draw.objects.visible_to(request.post).select_related("region", "post__user", "post__region")
    return get_object_or_404(rows, pk=pk)
