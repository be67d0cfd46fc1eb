"""The panel of one problem beside the map."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
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
