"""Warnings: the list, issued, lifted, and a wrong click taken back."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.web.lists import show
from patrols.walks.rules import sees_patrols
from patrols.warnings import forms, lists, services
from patrols.warnings.models import RiverWarning
from rivers.registry.services import must_keep
from rivers.registry.views.common import save, take_back

HINT = (
    "预警期间，该等级有巡河频次的（设置→巡河频次），按加密后的频次巡河，不另计原频次；同时有几个预警的，按最高等级。"
    "发布后告知有关河长，当天可以撤销。"
)


@access.when(sees_patrols)
def warnings(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.WARNINGS, lists.source(request.post), template="rivers/list.html")


@access.when(is_office)
def issue_warning(request: PostRequest) -> HttpResponse:
    first = {name: request.GET[name] for name in ("region", "river", "reach", "level") if name in request.GET}
    form = forms.WarningForm(request.POST or None, post=request.post, initial=first)
    return save(
        request,
        form,
        lambda: services.issue_warning(by=request.post, **form.cleaned_data),
        title="发布预警",
        back=reverse("patrols:warnings"),
        done="预警已发布，有关河长都已收到通知。当天可以在这里撤销。",
        submit="发布预警",
        hint=HINT,
    )


def find_warning(request: PostRequest, pk: int) -> RiverWarning:
    """A row in scope that the post may write."""
    found = get_object_or_404(RiverWarning.objects.visible_to(request.post).with_names(), pk=pk)
    must_keep(found.region_id, by=request.post)
    return found


@access.when(is_office)
def lift_warning(request: PostRequest, pk: int) -> HttpResponse:
    warning = find_warning(request, pk)
    form = forms.LiftForm(request.POST or None, warning=warning)
    return save(
        request,
        form,
        lambda: services.lift_warning(warning, form.cleaned_data["on"], by=request.post),
        title=f"解除预警：{warning}",
        back=reverse("patrols:warnings"),
        done="预警已解除。当天可以在这里撤销。",
        submit="解除预警",
        hint=f"{services.days_words(warning)}。最后一天仍按预警频次要求。",
    )


@require_POST
@access.when(is_office)
def take_back_warning(request: PostRequest, pk: int) -> HttpResponse:
    warning = find_warning(request, pk)
    act = partial(services.take_back_warning, warning, by=request.post)
    return take_back(request, act, ended="已撤销解除，预警继续有效。", whole="已撤销预警。", back="patrols:warnings")
