"""The panel of one problem, or of one lead, beside the map."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from issues.leads import facts as lead_facts
from issues.leads.rules import sees_leads
from issues.leads.views.pages import find_lead
from issues.ledger import facts, rules
from issues.ledger.views.pages import find


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
