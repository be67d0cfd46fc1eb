"""Actings: the list, begun, ended early, and a wrong click taken back."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.words import day_words
from hezhang.core.web.lists import show
from rivers.acting import forms, lists, services
from rivers.acting.models import Acting
from rivers.registry.services import must_keep
from rivers.registry.views.common import save, take_back


@access.when(sees_business)
def actings(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.ACTINGS, lists.actings_of(request.post), template="rivers/list.html")


@access.when(is_office)
def begin_acting(request: PostRequest, pk: int) -> HttpResponse:
    """Somebody stands in for the chief, on every reach that the chief leads."""
    post = request.post
    absent = get_object_or_404(Post.objects.visible_to(post).with_names(), pk=pk)
    must_keep(absent.region_id, by=post)
    form = forms.ActingForm(request.POST or None, absent=absent, post=post)
    today = timezone.localdate()
    names = "、".join(one.reach.name for one in services.led_by(absent, today, today)) or "无"
    return save(
        request,
        form,
        lambda: services.begin_acting(absent, by=post, **form.cleaned_data)[0],
        title=f"代理：{absent}",
        back=reverse("rivers:chiefs"),
        done="已登记代理，双方都已收到通知。当天可以在这里撤销。",
        submit="登记代理",
        hint=f"责任河段：{names}。代理期间，代理人办理这些河段等待责任河长的事项，其巡河计入责任河长的应巡期次；"
        "责任河长不变，仍可自己办理。任命了新的责任河长或任何一方离任，代理随之结束。",
    )


def find_acting(request: PostRequest, pk: int) -> Acting:
    """A row in scope that the post may write."""
    acting = get_object_or_404(Acting.objects.visible_to(request.post).with_names(), pk=pk)
    must_keep(acting.tenure.reach.region_id, by=request.post)
    return acting


@access.when(is_office)
def end_acting(request: PostRequest, pk: int) -> HttpResponse:
    acting = find_acting(request, pk)
    form = forms.EndActingForm(request.POST or None, acting=acting)
    return save(
        request,
        form,
        lambda: services.end_acting(acting, form.cleaned_data["on"], by=request.post),
        title=f"提前结束代理：{acting}",
        back=reverse("rivers:actings"),
        done="已提前结束。当天可以在这里撤销。",
        submit="提前结束",
        hint=f"原定 {day_words(acting.starts_on)}至 {day_words(acting.ends_on)}。",
    )


@require_POST
@access.when(is_office)
def take_back_acting(request: PostRequest, pk: int) -> HttpResponse:
    acting = find_acting(request, pk)
    act = partial(services.take_back_acting, acting, by=request.post)
    return take_back(request, act, ended="已撤销提前结束。", whole="已撤销代理。", back="rivers:actings")
