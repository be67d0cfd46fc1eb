"""Panels beside the forms: what is suggested, and what is like it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hezhang.core.accounts import access
from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.verdict import Verdict, yes_if
from issues.hints import facts
from issues.hints.forms import NearForm
from issues.ledger import rules
from issues.ledger.models import Category
from issues.ledger.views.pages import find
from issues.ledger.workflow import TABLE


def may_ask(post: Post) -> Verdict:
    """Who registers and dispatches."""
    return yes_if(post.role in OFFICE_ROLES, "办理建议供河长办登记和交办时参考。")


@access.when(may_ask)
def hints(request: PostRequest, pk: int) -> HttpResponse:
    """What is suggested for the step that the issue waits for; ``category``: the class chosen on the form."""
    issue, asked = find(request, pk), request.GET.get("category", "")
    kinds = Category.objects.in_force(issue.region_id)
    kind = kinds.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
    is_new, both = TABLE["register"].permits(issue.state), "both" in request.GET
    told = facts.hints(issue, registering=is_new, dispatching=both or not is_new, category=kind)
    context = {"told": told, "issue": issue, "both": both, "registering": is_new}
    if is_new and not asked:
        context["near"] = facts.near_issue(issue, by=request.post)
    return render(request, "issues/hints/panel.html", context)


@access.when(rules.may_report)
def near(request: PostRequest) -> HttpResponse:
    """What is like the report that is being typed."""
    told = NearForm(request.GET, post=request.post).told()
    return render(request, "issues/hints/near.html", {"near": facts.near(told, by=request.post)})
