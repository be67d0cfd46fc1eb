"""Leave: the list, begun, ended early, and a wrong click taken back."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.words import day_words
from hezhang.core.web.lists import show
from patrols.excuses import forms, lists, services
from patrols.excuses.models import Excuse
from patrols.walks.rules import sees_patrols
from rivers.registry.services import must_keep
from rivers.registry.views.common import save, take_back

HINT = "请假天数过半的周期不要求巡河，在完成情况中显示为“请假”。有人代理的，请改为登记代理：应巡期次由代理人履行。当天可以撤销。"


@access.when(sees_patrols)
def leaves(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.LEAVES, lists.source(request.post), template="rivers/list.html")


@access.when(is_office)
def begin_leave(request: PostRequest, pk: int) -> HttpResponse:
    chiefs = Post.objects.visible_to(request.post).with_names().filter(role=Role.CHIEF)
    chief = get_object_or_404(chiefs, pk=pk)
    must_keep(chief.region_id, by=request.post)
    form = forms.LeaveForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.begin_leave(chief, by=request.post, **form.cleaned_data),
        title=f"请假：{chief}",
        back=reverse("patrols:duty_chief", args=[pk]),
        done="已登记请假，并告知本人。当天可以在这里撤销。",
        submit="登记请假",
        hint=HINT,
    )


def find_leave(request: PostRequest, pk: int) -> Excuse:
    """A row in scope that the post may write."""
    found = get_object_or_404(Excuse.objects.visible_to(request.post).leaves().with_names(), pk=pk)
    must_keep(found.post.region_id, by=request.post)
    return found


@access.when(is_office)
def end_leave(request: PostRequest, pk: int) -> HttpResponse:
    leave = find_leave(request, pk)
    form = forms.EndLeaveForm(request.POST or None, leave=leave)
    return save(
        request,
        form,
        lambda: services.end_leave(leave, form.cleaned_data["on"], by=request.post),
        title=f"提前销假：{leave.post}",
        back=reverse("patrols:leaves"),
        done="已提前销假。当天可以在这里撤销。",
        submit="提前销假",
        hint=f"原定 {day_words(leave.starts_on)}至 {day_words(leave.ends_on)}。",
    )


@require_POST
@access.when(is_office)
def take_back_leave(request: PostRequest, pk: int) -> HttpResponse:
    leave = find_leave(request, pk)
    act = partial(services.take_back_leave, leave, by=request.post)
    return take_back(request, act, ended="已撤销提前销假。", whole="已撤销请假。", back="patrols:leaves")
