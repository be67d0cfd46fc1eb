"""Reporting an issue."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import INVALID, Refusal
from hezhang.core.web.attempts import take_wrong
from hezhang.core.web.pages import answer
from hezhang.core.web.redirects import wants_address
from issues.ledger import forms, rules, services
from issues.ledger.facts.receipt import receipt as told_of
from issues.ledger.models import Issue
from issues.ledger.services.reporting import twin_of
from issues.ledger.services.retelling import ToldOtherwise
from issues.ledger.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


@access.when(rules.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: PostRequest) -> HttpResponse:
    """The office from any source, chiefs and patrol staff from the river bank."""
    post = request.post
    form_class = forms.report_form_for(post)
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("river", "reach") if request.GET.get(name)}
        return answer(request, "issues/report.html", {"form": form_class(initial=asked, post=post)})
    form = form_class(_numbered(request.POST), request.FILES, post=post)
    if not form.is_valid():
        return answer(request, "issues/report.html", {"form": form}, status=INVALID)
    return _take(request, form)


def _numbered(data: QueryDict) -> QueryDict:
    """What was sent; 作为新问题上报 gives it a number of its own, always the same one, so that twice is still once."""
    again = data.copy()
    with suppress(ValueError):
        if data.get("then") == "new":
            again["client_id"] = str(uuid.uuid5(uuid.UUID(data.get("client_id", "")), "new"))
    return again


def _take(request: PostRequest, form: forms.ReportForm) -> HttpResponse:
    """Enter the issue, or add to the one it is; whatever stands in the way, the text stays and a way onward is offered."""
    post, told, then = request.post, form.supplied(), request.POST.get("then", "")
    twin = None if then else twin_of(by=post, **{name: told[name] for name in ("text", "river", "region", "client_id")})
    # Asked once for this very twin; another one that came meanwhile is asked about again.
    if twin and request.POST.get("even_so") != str(twin.pk):
        minutes = (timezone.now() - twin.reported_at) // timedelta(minutes=1)
        context = {"form": form, "twin": twin, "ago": f"{minutes} 分钟前刚" if minutes else "刚刚"}
        context["choices"] = [("even_so", twin.pk, "仍要登记")]
        return answer(request, "issues/report.html", context, status=409)
    try:
        issue = services.report(by=post, supplement=then == "supplement", **told)
    except ValidationError as error:
        take_wrong(form, error)
        return answer(request, "issues/report.html", {"form": form}, status=INVALID)
    except Refusal as refusal:
        if not isinstance(refusal, ToldOtherwise):  # which is no mistake to put right, but a choice to make
            take_wrong(form, refusal)
        context = {"form": form, **_ways_onward(post, told["client_id"])}
        return answer(request, "issues/report.html", context, status=refusal.status)
    is_supplement = then == "supplement"
    if is_supplement or isinstance(form, forms.OfficeReportForm):
        words = f"已补充到 {issue.number}。" if is_supplement else f"已上报，编号 {issue.number}。"
        messages.success(request, words)
        return _led(request, issue, issue.get_absolute_url())
    return _led(request, issue, reverse("issues:receipt", args=[issue.pk]))


def _led(request: PostRequest, issue: Issue, url: str) -> HttpResponse:
    """Onward: the office to its problem, who stands at the river to the receipt; a phone keeps address and number for its list."""
    return JsonResponse({"url": url, "number": issue.number}) if wants_address(request) else redirect(url)


@access.when(rules.may_report)
def receipt(request: PostRequest, pk: int) -> HttpResponse:
    """The own report alone; others read the problem."""
    rows = Issue.objects.visible_to(request.post).with_names().filter(reporter__user_id=request.post.user_id)
    issue = get_object_or_404(rows, pk=pk)
    return render(request, "issues/receipt.html", {"issue": issue, "receipt": told_of(issue, request.post)})


def _ways_onward(post: Post, client_id: uuid.UUID | None) -> dict[str, Any]:
    """For a number that is an issue already: to add to it, where the table lets the post, or to report another."""
    if not Issue.objects.filter(client_id=client_id).exists():
        return {}
    stored = Issue.objects.visible_to(post).filter(client_id=client_id, reporter=post).first()
    new = ("then", "new", "作为新问题上报")
    if stored and TABLE.allows(stored, "supplement", post):
        return {"stored": stored, "choices": [("then", "supplement", f"补充到 {stored.number}"), new]}
    return {"stored": stored, "choices": [new]}
