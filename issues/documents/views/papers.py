"""The papers of an issue: the panel on its page, and each as .docx, PDF or picture. Drawn when asked for; scope as the issue's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from hezhang.core.documents.paper import Paper
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.verdict import Verdict
from issues.documents import facts, rules
from issues.documents.choices import PaperKind
from issues.documents.models import PaperTemplate
from issues.documents.views.serving import notice, serve
from issues.escalation.views.pages import find_notice
from issues.ledger.models import Issue
from issues.ledger.rules import listing_code, sees_ledger
from issues.ledger.views.pages import find


@dataclass(frozen=True)
class Kind:
    """One kind of paper: ``name`` is its URL's."""

    name: str
    template: PaperKind | None
    title: str
    may: Callable[[Issue], Verdict]
    draw: Callable[[Issue], Paper]


DISPATCH = Kind("dispatch_paper", PaperKind.DISPATCH, "交办单", rules.may_have_dispatch_paper, facts.dispatch_paper)
CLOSING = Kind("closing_paper", PaperKind.CLOSING, "销号表", rules.may_have_closing_paper, facts.closing_paper)
LOOK_BACK = Kind("look_back_paper", None, "回头看记录", rules.may_have_look_back_paper, facts.look_back_paper)
KINDS = (DISPATCH, CLOSING, LOOK_BACK)


@access.when(sees_ledger)
@require_safe
def papers(request: PostRequest, pk: int) -> HttpResponse:
    """Panel: which papers the issue has, for its page."""
    issue = find(request, pk)
    rows = [(kind.title, reverse(f"issues:{kind.name}", args=[issue.pk])) for kind in KINDS if kind.may(issue)]
    context = {
        "papers": rows,
        "notice": notice() if is_office(request.post) else "",
        "keeps": bool(rules.may_keep_templates(request.post)),
    }
    return render(request, "issues/documents/papers.html", context)


@access.when(sees_ledger)
@require_safe
def dispatch_paper(request: PostRequest, pk: int) -> HttpResponse:
    """交办单."""
    return _paper(request, pk, DISPATCH)


@access.when(sees_ledger)
@require_safe
def closing_paper(request: PostRequest, pk: int) -> HttpResponse:
    """销号表."""
    return _paper(request, pk, CLOSING)


@access.when(sees_ledger)
@require_safe
def look_back_paper(request: PostRequest, pk: int) -> HttpResponse:
    """回头看记录."""
    return _paper(request, pk, LOOK_BACK)


@access.when(sees_ledger)
@require_safe
def notice_paper(request: PostRequest, pk: int) -> HttpResponse:
    """A notice, under its number."""
    notice = find_notice(request, pk)
    template = PaperTemplate.objects.of(notice.region_id, notice.kind).first()
    name = f"{notice.get_kind_display()}-{notice.number}"
    return serve(request, facts.notice_paper(notice), name, template)


def _paper(request: PostRequest, pk: int, kind: Kind) -> HttpResponse:
    issue = find(request, pk)
    if not (verdict := kind.may(issue)):
        raise Refusal(verdict.reason, status=409)
    template = PaperTemplate.objects.of(listing_code(issue), kind.template).first() if kind.template else None
    return serve(request, kind.draw(issue), f"{kind.title}-{issue.number}", template)
