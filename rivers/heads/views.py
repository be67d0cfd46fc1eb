"""Heads of regions: the list, appointed, dismissed, and a wrong click taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office, sees_business
from hezhang.core.kernel.refusal import INVALID, Refusal
from hezhang.core.kernel.words import still_ahead
from hezhang.core.web.lists import show
from rivers.heads import facts, forms, lists, rules, services
from rivers.heads.choices import HeadKind
from rivers.heads.models import HeadTenure
from rivers.registry import rules as rules_of_registry
from rivers.registry.facts import person_link
from rivers.registry.services import must_keep
from rivers.registry.views.common import save


@access.when(sees_business)
def heads(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.HEADS, lists.heads_of(request.post), template="rivers/list.html")


@access.when(sees_business)
@require_safe
def head(request: PostRequest, pk: int) -> HttpResponse:
    """One term, and who headed the region before and after."""
    post, today = request.post, timezone.localdate()
    found = get_object_or_404(HeadTenure.objects.visible_to(post).with_names(), pk=pk)
    others = HeadTenure.objects.visible_to(post).filter(region=found.region_id).with_names()
    may_keep = rules_of_registry.may_keep(post, found.region_id)
    context = {
        "head": found,
        "facts": facts.facts_of(found, person_link(found.post, post), today),
        "others": facts.terms_of(others, today),
        "may_dismiss": may_keep and found.ends_on is None,
        "may_take_back": may_keep and rules.may_take_back(found, today),
    }
    return render(request, "rivers/head.html", context)


@access.when(is_office)
def appoint_head(request: PostRequest) -> HttpResponse:
    """Somebody of the office's own region, or of one right below it, becomes a head there (``?kind=``)."""
    post, kind = request.post, asked_kind(request)
    form = forms.HeadForm(request.POST or None, region=post.region)
    return save(
        request,
        form,
        lambda: services.appoint_head(by=post, kind=kind, **form.cleaned_data),
        title=f"任命{HeadKind(kind).label}",
        back=reverse("rivers:heads"),
        done="已任命。当天可以在这里撤销。",
        submit="任命",
        hint="在岗位所属的区划任职。一个区划可有两名总河长（党委、政府主要负责同志），副总河长不限。名单列本级和下一级的"
        "“河长”“领导”“河长办负责人”在任岗位；没有列出的人员，请先在“人员与岗位”中登记。",
        tabs=[(each.label, f"?kind={each.value}", each.value == kind) for each in HeadKind],
    )


def asked_kind(request: PostRequest) -> str:
    """What is to be held, from the address; 总河长 unless it says otherwise."""
    asked = request.GET.get("kind", "")
    return asked if asked in HeadKind.values else HeadKind.GENERAL


def _after(head: HeadTenure | None) -> str:
    return head.get_absolute_url() if head else reverse("rivers:heads")


def find_head(request: PostRequest, pk: int) -> HeadTenure:
    """A row in scope that the post may write."""
    found = get_object_or_404(HeadTenure.objects.visible_to(request.post).with_names(), pk=pk)
    must_keep(found.region_id, by=request.post)
    return found


@access.when(is_office)
def dismiss_head(request: PostRequest, pk: int) -> HttpResponse:
    found = find_head(request, pk)
    form = forms.DismissHeadForm(request.POST or None, head=found)
    return save(
        request,
        form,
        lambda: services.dismiss_head(found, by=request.post, **wanted_of(form)),
        title=f"离任：{found}",
        back=reverse("rivers:heads"),
        done="已登记离任。当天可以在这里撤销。",
        submit="登记离任",
        hint="只结束总河长（副总河长）任职；本人的岗位和责任河段不变。调离岗位的，请在“河长名录”或“人员与岗位”办理离任，总河长任职随之结束。",
        foretell=lambda: still_ahead(form.cleaned_data["on"], timezone.localdate()),
    )


def wanted_of(form: forms.DismissHeadForm) -> dict[str, Any]:
    """The last day, and who follows."""
    return {"on": form.cleaned_data["on"], "successor": form.cleaned_data["successor"]}


@require_POST
@access.when(is_office)
def take_back_head(request: PostRequest, pk: int) -> HttpResponse:
    found, kept = find_head(request, pk), None
    try:
        kept = services.take_back_head(found, by=request.post)
    except (Refusal, ValidationError) as refused:
        if isinstance(refused, Refusal) and refused.status != INVALID:
            raise
        messages.error(request, refused.sentence if isinstance(refused, Refusal) else refused.messages[0])
        kept = found
    else:
        messages.success(request, "已撤销离任，任期恢复。" if kept else "已撤销任命。")
    return redirect(_after(kept))
