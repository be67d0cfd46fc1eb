"""代巡: the list, asked for by the chief, and ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.web.lists import show
from patrols.delegations import forms, lists, rules, services
from patrols.delegations.models import Delegation
from patrols.walks.rules import sees_patrols
from rivers.registry.views.common import save

COUNTS = "代巡人这段时间在所选河段的巡河计入您的应巡次数，记录上写明由谁代巡。"
COUNTS_NOT = "本地规定代巡不计入应巡次数：代巡的记录照常保存，您仍须本人巡河。"
STAYS = "只代巡河；等待您办理的问题、任务仍由您办理。可以随时结束，代巡人也可以谢绝。"


@access.when(sees_patrols)
def delegations(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.DELEGATIONS, lists.source(request.post), template="rivers/list.html")


@access.when(rules.may_delegate)
def delegate(request: PostRequest) -> HttpResponse:
    chief = request.post
    row = services.rule_of(chief)
    demand(rules.is_offered(row, chief.tier), Refusal)
    form = forms.DelegateForm(request.POST or None, chief=chief)
    return save(
        request,
        form,
        lambda: services.delegate(chief, **form.cleaned_data)[0],
        title="请人代巡",
        back=reverse("patrols:delegations"),
        done="已告知代巡人。",
        submit="请人代巡",
        hint=f"{COUNTS if rules.counts(row, chief.tier) else COUNTS_NOT}{STAYS}",
    )


@require_POST
@access.when(sees_patrols)
def end_delegation(request: PostRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delegation.objects.visible_to(request.post).with_names(), pk=pk)
    kept = services.end_delegation(found, by=request.post)
    messages.success(request, "代巡到今天为止。" if kept else "代巡已取消，并告知对方。")
    return redirect("patrols:delegations")
