"""One issue: its page, its photos, and the panels that other pages load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.files.serving import serve_photo
from hezhang.core.parcels.models import HeldPhoto
from hezhang.core.web.pages import answer
from hezhang.core.workflow.facts import Opened, step_part
from issues.ledger import facts, rules
from issues.ledger.facts.photos import compared, spot_of
from issues.ledger.models import Evidence, Issue
from issues.ledger.workflow import TABLE
from patrols.walks.models import Patrol

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SIMILAR = 5
CLOSED = Opened()  # only the buttons


def find(request: PostRequest, pk: int) -> Issue:
    """The issue, if the acting post may see it; else 404."""
    rows = Issue.objects.visible_to(request.post).with_names()
    return get_object_or_404(rows, pk=pk)


def page(request: PostRequest, issue: Issue, opened: Opened = CLOSED) -> HttpResponse:
    """The issue's page, with one step's form opened when there is one."""
    context = told(request.post, issue, opened)
    return answer(request, "issues/issue.html", context, partial="step" if opened.form else None, status=opened.status)


def told(post: Post, issue: Issue, opened: Opened = CLOSED) -> dict[str, Any]:
    """All that the page of an issue says, and what stands beside the ledger."""
    seen = Issue.objects.visible_to(post)
    similar = seen.similar_to(issue) if issue.category_id else seen.none()
    return {
        "issue": issue,
        "facts": facts.facts(issue, post) + facts.origins(issue, post),
        "handling": facts.handling_facts(issue, post),
        "clock": facts.clock(issue, post),
        "steps": facts.steps(issue, post),
        "compared": compared(issue, post),
        "held": facts.held(issue),
        "is_office": is_office(post),
        "children": seen.filter(merged_into=issue).with_names().order_by("found_at", "pk") if issue.joined else [],
        "similar": similar.with_names()[:SIMILAR],
        "alike": facts.alike(issue),
        **step_part(TABLE, issue, post, opened),
    }


@access.when(rules.sees_ledger)
def issue(request: PostRequest, pk: int) -> HttpResponse:
    """One issue: what it is, how much time is left, what was done, and what the post may do next."""
    return page(request, find(request, pk))


@access.when(rules.sees_ledger)
def beside(request: PostRequest, pk: int) -> HttpResponse:
    """Part: the same beside the ledger, which goes on from row to row."""
    return render(request, "issues/beside.html", told(request.post, find(request, pk)))


@access.when(rules.sees_ledger)
def spot(request: PostRequest, pk: int) -> HttpResponse:
    """Part: the photos of before, beside the form that asks for those of after, and how far one stands from their place."""
    issue = find(request, pk)
    place = spot_of(issue)
    return render(request, "issues/spot.html", {"photos": compared(issue)["before"], "place": place})


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
def held_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of what came too late for an issue that the post may see; ``?thumb=1`` the small one."""
    seen = Issue.objects.visible_to(request.post).values("pk")
    rows = HeldPhoto.objects.filter(held__about_type=Issue._meta.label_lower, held__about_id__in=seen)
    found = get_object_or_404(rows.select_related("upload"), pk=pk)
    return serve_photo(found.upload, thumb="thumb" in request.GET)


@access.when(rules.sees_ledger)
def of_patrol(request: PostRequest, pk: int) -> HttpResponse:
    """Panel: the issues that came of a patrol (for the patrol's page)."""
    patrol = get_object_or_404(Patrol.objects.visible_to(request.post), pk=pk)
    rows = list(Issue.objects.visible_to(request.post).filter(finding__patrol=patrol).with_names())
    for row in rows:
        row.raised_words = facts.raised_words(row)
    return render(request, "issues/panel.html", {"issues": rows, "empty": "这次巡河没有需要处理的问题。"})
