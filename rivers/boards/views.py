"""Signboards: list, new, renewed."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.words import day_words
from hezhang.core.web.lists import show
from rivers.boards import lists, services
from rivers.boards.forms import BoardForm, RenewForm
from rivers.boards.models import Signboard
from rivers.registry.services import must_keep
from rivers.registry.views.common import save
from rivers.registry.views.reaches import find_reach


@access.when(sees_business)
def signboards(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.BOARDS, lists.boards_of(request.post), template="rivers/list.html")


@access.when(is_office)
def create_signboard(request: PostRequest, reach_pk: int) -> HttpResponse:
    post, reach = request.post, find_reach(request, reach_pk)
    must_keep(reach.region_id, by=post)
    number = reach.signboards.count() + 1
    initial = {"code": f"{reach.code}-G{number}", "renewed_on": timezone.localdate()}
    form = BoardForm(request.POST or None, initial=initial)
    return save(
        request,
        form,
        lambda: services.create_signboard(by=post, reach=reach, **form.cleaned_data).reach,
        title=f"新增公示牌：{reach.name}",
        back=reach.get_absolute_url(),
        done="已登记公示牌。",
    )


@access.when(is_office)
def renew_signboard(request: PostRequest, pk: int) -> HttpResponse:
    post = request.post
    board = get_object_or_404(Signboard.objects.visible_to(post).select_related("reach"), pk=pk)
    must_keep(board.region_id, by=post)
    form = RenewForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.renew_signboard(board, form.cleaned_data["renewed_on"], by=post),
        title=f"登记公示牌已更新：{board.code}",
        back=reverse("rivers:signboards"),
        done="已登记更新。",
        submit="登记已更新",
        hint=f"{board.reach.name}，{board.place}。上次更新：{day_words(board.renewed_on)}。",
    )
