"""按日历改期: what the changed table of working days has moved, waiting for the office's word."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.refusal import Refusal
from issues.ledger.models import Issue
from issues.redating import services
from issues.redating.rules import standing

SHOWN = 200


@access.when(is_office)
def redating(request: PostRequest) -> HttpResponse:
    """The open problems whose replay differs from the stored day."""
    found = standing(Issue.objects.visible_to(request.post), today=timezone.localdate())
    named = Issue.objects.visible_to(request.post).with_names().in_bulk([one.issue_id for one in found[:SHOWN]])
    rows = [(one, named[one.issue_id], (one.new - one.old).days) for one in found[:SHOWN] if one.issue_id in named]
    return render(request, "issues/redating.html", {"rows": rows, "total": len(found), "shown": SHOWN})


@access.when(is_office)
@require_POST
def redate_all(request: PostRequest) -> HttpResponse:
    """All of them as one selection: looked at once more, then confirmed."""
    try:
        return redirect(services.redate_all(by=request.post))
    except Refusal:
        messages.info(request, "没有待按日历改期的问题。")
        return redirect("issues:redating")
