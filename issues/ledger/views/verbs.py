"""One door per verb of the workflow table. Each finds the issue in scope, binds its form and calls its service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from hezhang.core.accounts import access
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.web.attempts import status_of, take_wrong
from hezhang.core.workflow.errors import Conflicting, SomebodyWasFaster
from issues.ledger import forms, rules, services
from issues.ledger.models import Issue
from issues.ledger.views.pages import find, page
from issues.ledger.workflow import TABLE

Service = Callable[..., Any]
View = Callable[[HttpRequest, int], HttpResponse]


def door(verb: str, form_class: type[forms.StepForm], service: Service) -> View:
    """The view of one verb, for everybody who sees the ledger; the table says who of them may go through."""

    @access.when(rules.sees_ledger)
    @require_http_methods(["POST"] if TABLE[verb].press else ["GET", "HEAD", "POST"])
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return take(request, pk, verb, form_class, service)

    view.__name__ = service.__name__  # one word for the view and its service, in tracebacks too
    return view


register = door("register", forms.RegisterForm, services.register)
dispatch = door("dispatch", forms.DispatchForm, services.dispatch)
sign_for = door("sign_for", forms.SignForm, services.sign_for)
return_to_office = door("return", forms.ReturnForm, services.return_to_office)
rectify = door("rectify", forms.RectifyForm, services.rectify)
apply_for_closing = door("apply", forms.ApplyForm, services.apply_for_closing)
verify = door("verify", forms.VerifyForm, services.verify)
supplement = door("supplement", forms.SupplementForm, services.supplement)
send_back = door("send_back", forms.SendBackForm, services.send_back)
close = door("close", forms.CloseForm, services.close)
reject = door("reject", forms.RejectForm, services.reject)


def take(request: HttpRequest, pk: int, verb: str, form_class: type[forms.StepForm], service: Service) -> HttpResponse:
    """Show the step's form, or carry the step out; a refusal comes back on the page with what was typed."""
    issue, post = find(request, pk), request.post  # type: ignore[attr-defined]
    if not TABLE.includes(issue, TABLE[verb], post):
        raise PermissionDenied(TABLE.may(issue, verb, post).reason)
    if request.method != "POST":
        return _open(request, issue, verb, form_class)
    form = form_class(request.POST, request.FILES, issue=issue, post=post)
    try:
        if form.is_valid():
            service(issue, post, **form.supplied())
    except ValidationError as error:
        take_wrong(form, error)
    except Conflicting as refusal:
        form.data = forms.renumbered(form.data)
        take_wrong(form, refusal)
        return page(request, find(request, pk), form=form, verb=verb, status=refusal.status)
    except Refusal as refusal:
        return page(request, find(request, pk), form=form, verb=verb, refusal=str(refusal), status=refusal.status)
    if form.errors:
        return page(request, issue, form=form, verb=verb, status=status_of(form))
    messages.success(request, f"{TABLE[verb].label}：已办理。")
    return _onward(request, issue)


def _open(request: HttpRequest, issue: Issue, verb: str, form_class: type[forms.StepForm]) -> HttpResponse:
    post, row = request.post, TABLE[verb]  # type: ignore[attr-defined]
    if not row.permits(issue.state):
        faster = SomebodyWasFaster(TABLE, row, issue)
        return page(request, issue, refusal=str(faster), status=faster.status)
    verdict = TABLE.may(issue, verb, post)
    if not verdict:
        raise PermissionDenied(verdict.reason)
    return page(request, issue, form=form_class(issue=issue, post=post), verb=verb)


def _onward(request: HttpRequest, issue: Issue) -> HttpResponse:
    """Back to the issue; to the ledger when the step took it out of the post's hands (责任退回)."""
    seen = Issue.objects.visible_to(request.post).filter(pk=issue.pk).exists()  # type: ignore[attr-defined]
    return redirect(issue if seen else "issues:ledger")
