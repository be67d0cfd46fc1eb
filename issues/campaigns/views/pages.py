"""The lists, one campaign with its figures, how it was drawn, and one visit with its photos."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.serving import serve_photo
from hezhang.core.web.context import is_on_phone
from hezhang.core.web.lists import show
from hezhang.core.web.pages import answer
from hezhang.core.workflow.facts import Opened, step_part
from issues.campaigns import facts, lists, rules
from issues.campaigns.facts.figures import BASIS, Line
from issues.campaigns.models import Campaign, Visit, VisitPhoto
from issues.campaigns.queries import looks_over
from issues.campaigns.workflow import TABLE, VISIT_TABLE
from issues.documents.views.serving import notice

CLOSED = Opened()  # only the buttons
# The figures of a town, each with the list and the tab of its rows.
VISIT_TABS = {"total": "all", "done": "done", "left": "open"}
FINDING_TABS = {
    "failed": "all",
    "kept": "kept",
    "waiting": "waiting",
    "open": "open",
    "closed": "closed",
    "none": "none",
}


@access.when(rules.sees_inspections)
@require_safe
def campaigns(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.CAMPAIGNS, lists.campaigns_of(request.post))


@access.when(rules.sees_campaigns)
@require_safe
def visits(request: PostRequest) -> HttpResponseBase:
    """The visits of all campaigns; on the phone, cells that lead to the check list."""
    page = "issues/campaigns/visits_phone.html" if is_on_phone(request) else "components/list.html"
    return show(request, lists.VISITS, lists.visits_of(request.post), template=page)


@access.when(rules.sees_campaigns)
@require_safe
def campaign_findings(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.FINDINGS, lists.findings_of(request.post))


def find_campaign(request: PostRequest, pk: int) -> Campaign:
    """A campaign in scope."""
    return get_object_or_404(Campaign.objects.visible_to(request.post).with_names(), pk=pk)


@access.when(rules.sees_campaigns)
@require_safe
def campaign(request: PostRequest, pk: int) -> HttpResponse:
    return campaign_page(request, find_campaign(request, pk))


def campaign_page(request: PostRequest, found: Campaign, opened: Opened = CLOSED) -> HttpResponse:
    post = request.post
    told = facts.figures(found, post)
    context = {
        **step_part(TABLE, found, post, opened),
        "campaign": found,
        "home": reverse("issues:campaigns" if looks_over(post) else "issues:visits"),
        "facts": facts.facts_of(found),
        "whole": _line(found, told.whole),
        "towns": [_line(found, one) for one in told.towns],
        "basis": BASIS,
        "teams": facts.teams_of(found, post),
        "steps": facts.steps_of(found) if looks_over(post) else [],
        "is_drawn": looks_over(post) and bool(found.seed),
        "notice": notice() if looks_over(post) and rules.may_have_circular(found) else None,
    }
    return answer(
        request,
        "issues/campaigns/campaign.html",
        context,
        partial="step" if opened.form else None,
        status=opened.status,
    )


def _line(found: Campaign, line: Line) -> dict[str, Any]:
    """The figures of a town, and under each the list of the very rows that it counts."""
    asked = {"campaign": found.pk} | ({"town": line.code} if line.code else {})
    told = {
        name: (getattr(line, name), f"{reverse(url)}?{urlencode({'tab': tab, **asked})}")
        for url, tabs in (("issues:visits", VISIT_TABS), ("issues:campaign_findings", FINDING_TABS))
        for name, tab in tabs.items()
    }
    if not line.code and line.name != "合计":
        told = {name: (number, "") for name, (number, _) in told.items()}
    return {"name": line.name, "rate": line.rate, "figures": told}


@access.when(rules.sees_inspections)
@require_safe
def campaign_explained(request: PostRequest, pk: int) -> HttpResponse:
    """How it was drawn, and whether the seed gives the same again; ``?draw=`` an earlier one."""
    found = find_campaign(request, pk)
    draw = get_object_or_404(
        found.draws.select_related("post__user", "post__region", "post__department").order_by("-number")[:1]
    )
    context = {
        "campaign": found,
        "told": facts.explained(found, draw),
        "earlier": found.draws.filter(number__lt=draw.number),
    }
    return render(request, "issues/campaigns/explained.html", context)


def find_visit(request: PostRequest, pk: int) -> Visit:
    """A visit in scope."""
    return get_object_or_404(Visit.objects.visible_to(request.post).with_names(), pk=pk)


@access.when(rules.sees_campaigns)
@require_safe
def visit(request: PostRequest, pk: int) -> HttpResponse:
    return visit_page(request, find_visit(request, pk))


def visit_page(request: PostRequest, found: Visit, opened: Opened = CLOSED) -> HttpResponse:
    post = request.post
    context = {
        **step_part(VISIT_TABLE, found, post, opened),
        "visit": found,
        "facts": facts.visit_facts(found, post),
        "rows": facts.rows_of(found, post),
        "steps": facts.visit_steps(found, post),
        "held": facts.held(found, post),
    }
    return answer(
        request, "issues/campaigns/visit.html", context, partial="step" if opened.form else None, status=opened.status
    )


@access.when(rules.sees_campaigns)
@require_safe
def visit_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of a visit that the post may see; ``?thumb=1`` the small one."""
    found = get_object_or_404(VisitPhoto.objects.visible_to(request.post).select_related("upload"), pk=pk)
    return serve_photo(found.upload, thumb="thumb" in request.GET)
