"""One issue: its page, its photos, and the panels that other pages load."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.serving import serve_photo
from hezhang.core.web.pages import answer
from hezhang.core.workflow.facts import Opened, step_part
from issues.ledger import facts, rules
from issues.ledger.models import Evidence, Issue
from issues.ledger.workflow import TABLE
from patrols.walks.models import Patrol

SIMILAR = 5
CLOSED = Opened()  # only the buttons


def find(request: PostRequest, pk: int) -> Issue:
    """The issue, if the acting post may see it; else 404."""
    rows = Issue.objects.visible_to(request.post).with_names()
    return get_object_or_404(rows, pk=pk)


def page(request: PostRequest, issue: Issue, opened: Opened = CLOSED) -> HttpResponse:
    """The issue's page, with one step's form opened when there is one."""
    post = request.post
    seen = Issue.objects.visible_to(post)
    similar = seen.similar_to(issue) if issue.category_id else seen.none()
    context: dict[str, Any] = {
        "issue": issue,
        "facts": facts.facts(issue, post) + facts.origins(issue, post),
        "handling": facts.handling_facts(issue, post),
        "clock": facts.clock(issue, post),
        "steps": facts.steps(issue, post),
        "compared": facts.compared(issue),
        "children": seen.filter(merged_into=issue).with_names().order_by("found_at", "pk") if issue.joined else [],
        "similar": similar.with_names()[:SIMILAR],
        "alike": facts.alike(issue),
        **step_part(TABLE, issue, post, opened),
    }
    return answer(request, "issues/issue.html", context, partial="step" if opened.form else None, status=opened.status)


@access.when(rules.sees_ledger)
def issue(request: PostRequest, pk: int) -> HttpResponse:
    """One issue: what it is, how much time is left, what was done, and what the post may do next."""
    return page(request, find(request, pk))


@access.when(rules.sees_ledger)
def clock(request: PostRequest, pk: int) -> HttpResponse:
    """时限说明: the deadline replayed day by day, for whoever asks why it is this one."""
    issue = find(request, pk)
    context = {"issue": issue, "terms": facts.terms(issue), "told": facts.explained(issue, timezone.localdate())}
    context["moves"] = facts.due_moves(issue, request.post)
    return render(request, "issues/clock.html", context)


@access.when(rules.sees_ledger)
def photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of an issue that the post may see; ``?thumb=1`` the small one."""
    rows = Evidence.objects.visible_to(request.post).select_related("upload")
    evidence = get_object_or_404(rows, pk=pk)
    return serve_photo(evidence.upload, thumb="thumb" in request.GET)


@access.when(rules.sees_ledger)
def of_patrol(request: PostRequest, pk: int) -> HttpResponse:
    """Panel: the issues that came of a patrol (for the patrol's page)."""
    patrol = get_object_or_404(Patrol.objects.visible_to(request.post), pk=pk)
    rows = Issue.objects.visible_to(request.post).filter(finding__patrol=patrol).with_names()
    return render(request, "issues/panel.html", {"issues": rows, "empty": "这次巡河没有需要处理的问题。"})
