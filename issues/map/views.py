"""The ledger's rows on the map, as they are filtered; and the panel of one problem, or of one lead, beside it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.web.limits import refuse_page
from hezhang.core.web.lists import asked_rows
from issues.leads import facts as lead_facts
from issues.leads.rules import sees_leads
from issues.leads.views.pages import find_lead
from issues.ledger import facts, rules
from issues.ledger.lists import ledger_for, source
from issues.ledger.views.pages import find
from issues.map.facts import (
    LEAD_SPOTS,
    LISTED,
    OnMap,
    leads_of_ledger,
    listed_of,
    listed_of_leads,
    spots_of,
    spots_of_leads,
)
from rivers.map.facts.parts import SpotKind
from rivers.map.views.shown import asked, map_context, points_of

OF_LEDGER = {LISTED.key, LEAD_SPOTS.key}  # kinds of points that follow the ledger's conditions
OWN = {"by", "on", "tiers", "kinds", "kind", "box", "at", "pick"}  # what the map asks beside the list's conditions


def _on_map(request: PostRequest) -> OnMap:
    """The rows of the open tab, in the order of the ledger."""
    post = request.post
    told, filtered = asked_rows(request, ledger_for(post), source(post), path=reverse("issues:ledger"), own=OWN)
    rows = told.tab.of(filtered.rows, post) if told.tab else filtered.rows
    words = f"{told.tab.words(post) if told.tab else ''}；{filtered.words}".removesuffix("；全部")
    bare = rows.select_related(None).prefetch_related(None).order_by(*told.order.words())
    return OnMap(bare, words, told.here, told.here.partition("?")[2])


@access.when(rules.sees_ledger)
def ledger_map(request: PostRequest) -> HttpResponse:
    """台账的地图: the one map with the listed problems in place of all open ones."""
    listed = _on_map(request)
    context = map_context(request.post)
    kinds = [_begun(kind) for kind in context["kinds"] if kind.key not in OF_LEDGER]
    own = [LISTED, LEAD_SPOTS] if sees_leads(request.post) else [LISTED]
    context["kinds"] = [*(replace(kind, points=listed.points_url) for kind in own), *kinds]
    told = {"list": listed, "may_draw": False, "has_leads": LEAD_SPOTS in own}
    return render(request, "issues/ledger_map.html", context | told)


def _begun(kind: SpotKind) -> SpotKind:
    """The boards are off at first: the listed problems are what is looked for here."""
    return replace(kind, is_shown=False) if kind.key == "board" else kind


@access.when(rules.sees_ledger)
@gzip_page
def ledger_points(request: PostRequest) -> HttpResponse:
    """The listed problems; ``?kind=lead``: the leads that the same conditions leave."""
    today, post = timezone.localdate(), request.post
    if request.GET.get("kind") == LEAD_SPOTS.key and sees_leads(post):
        return points_of(LEAD_SPOTS, spots_of_leads(leads_of_ledger(request, today)), post)
    return points_of(LISTED, spots_of(_on_map(request).rows, today), post)


@access.when(rules.sees_ledger)
def ledger_rows(request: PostRequest) -> HttpResponse:
    """Part: the listed problems in ``box``, and the leads where they are switched on, in words."""
    if (refused := refuse_page(request)) is not None:
        return refused
    form, today, post = asked(request), timezone.localdate(), request.post
    box = form.cleaned_data["box"]
    groups = [(LISTED.label, listed_of(_on_map(request).rows, box, today))]
    if LEAD_SPOTS.key in form.cleaned_data["kinds"].split(",") and sees_leads(post):
        groups.append((LEAD_SPOTS.label, listed_of_leads(leads_of_ledger(request, today), post, box)))
    return render(request, "rivers/map/rows.html", {"groups": groups, "colouring": form.colouring})


@access.when(rules.sees_ledger)
def map_issue(request: PostRequest, pk: int) -> HttpResponse:
    issue = find(request, pk)
    told = {"位置描述", "问题类别", "严重程度", "责任河长", "发现时间"}
    known = [(label, value) for label, value in facts.facts(issue, request.post) if label in told]
    return render(
        request, "issues/map_issue.html", {"issue": issue, "facts": known, "clock": facts.clock(issue, request.post)}
    )


@access.when(sees_leads)
def map_lead(request: PostRequest, pk: int) -> HttpResponse:
    lead = find_lead(request, pk)
    told = {"来源", "对方编号", "位置描述", "发现时间", "批次", "核实情况"}
    known = [(label, value) for label, value in lead_facts.facts_of(lead, request.post) if label in told]
    return render(request, "issues/map_lead.html", {"lead": lead, "facts": known})
