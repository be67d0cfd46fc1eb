"""The list of notices, one of them, the panel on an issue's page, and the page on which one is written."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.web.lists import show
from hezhang.core.web.pages import answer
from hezhang.core.workflow.facts import Opened, step_part
from issues.escalation import facts, forms, rules, services
from issues.escalation.choices import NoticeKind
from issues.escalation.lists import NOTICES, notices_of
from issues.escalation.models import Notice
from issues.escalation.workflow import TABLE
from issues.ledger.models import Issue
from issues.ledger.rules import sees_ledger
from issues.ledger.views.pages import find
from rivers.registry.views.common import save

CLOSED = Opened()  # only the buttons


@access.when(sees_ledger)
@require_safe
def notices(request: PostRequest) -> HttpResponseBase:
    """督办台账."""
    return show(request, NOTICES, notices_of(request.post))


def find_notice(request: PostRequest, pk: int) -> Notice:
    """A notice in scope."""
    return get_object_or_404(Notice.objects.visible_to(request.post).with_names(), pk=pk)


@access.when(sees_ledger)
@require_safe
def notice(request: PostRequest, pk: int) -> HttpResponse:
    return notice_page(request, find_notice(request, pk))


def notice_page(request: PostRequest, found: Notice, opened: Opened = CLOSED) -> HttpResponse:
    context = {
        **step_part(TABLE, found, request.post, opened),
        "notice": found,
        "facts": facts.facts_of(found, timezone.localdate()),
        "steps": facts.steps_of(found),
    }
    partial = "step" if opened.form else None
    return answer(request, "issues/escalation/notice.html", context, partial=partial, status=opened.status)


@access.when(sees_ledger)
@require_safe
def of_issue(request: PostRequest, pk: int) -> HttpResponse:
    """Panel: the notices about an issue, and to the office what is suggested."""
    issue, post, today = find(request, pk), request.post, timezone.localdate()
    may = bool(rules.may_send(post) and rules.may_send_about(issue))
    rows = Notice.objects.visible_to(post).filter(issue=issue).with_names()
    context = {"issue": issue, "notices": rows, "may_send": may}
    context["suggestion"] = facts.suggestion_for(issue, today) if may else None
    return render(request, "issues/escalation/of_issue.html", context)


@access.when(rules.may_send)
@require_http_methods(["GET", "HEAD", "POST"])
def send_notice(request: PostRequest) -> HttpResponse:
    """A notice about the issue that the address names, filled in as far as the rows know it."""
    post, today = request.post, timezone.localdate()
    asked = request.GET.get("issue", "")
    rows = Issue.objects.visible_to(post).with_names()
    issue = get_object_or_404(rows, pk=int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0)
    kind = request.GET.get("kind", "")
    suggestion = facts.suggestion_for(issue, today)
    kind = kind if kind in NoticeKind.values else suggestion.rule.kind if suggestion else NoticeKind.HINT
    initial = forms.first_words(issue, kind, suggestion.reason if suggestion else "", today)
    form = forms.SendForm(request.POST if request.method == "POST" else None, initial=initial)
    return save(
        request, form, lambda: services.send_notice(issue, by=post, **form.cleaned_data),
        title=f"发出督办：{issue.number}", back=issue.get_absolute_url(), done="已编号发出，责任单位和责任河长会收到通知。",
        submit="编号并发出", hint=f"责任单位：{issue.unit or '—'}。发出后可下载带文号的文书；发错了可以撤回，文号不再使用。",
    )  # fmt: skip
