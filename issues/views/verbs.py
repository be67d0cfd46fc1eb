"""One door per verb of the workflow table. Each finds the issue in scope, binds its form and calls its service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from hezhang.core.accounts import access
from hezhang.core.workflow.errors import SomebodyWasFaster, StepRefused
from issues import forms, rules, services
from issues.models import Issue
from issues.views.pages import find, page
from issues.workflow import TABLE

Service = Callable[..., Any]
form_page = require_http_methods(["GET", "HEAD", "POST"])


@access.when(rules.sees_ledger)
@form_page
def register(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "register", forms.RegisterForm, services.register)


@access.when(rules.sees_ledger)
@form_page
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "dispatch", forms.DispatchForm, services.dispatch)


@access.when(rules.sees_ledger)
@require_POST
def sign_for(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "sign_for", forms.SignForm, services.sign_for)


@access.when(rules.sees_ledger)
@form_page
def return_to_office(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "return", forms.ReturnForm, services.return_to_office)


@access.when(rules.sees_ledger)
@form_page
def rectify(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "rectify", forms.RectifyForm, services.rectify)


@access.when(rules.sees_ledger)
@form_page
def apply_for_closing(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "apply", forms.ApplyForm, services.apply_for_closing)


@access.when(rules.sees_ledger)
@form_page
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "verify", forms.VerifyForm, services.verify)


@access.when(rules.sees_ledger)
@form_page
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "send_back", forms.SendBackForm, services.send_back)


@access.when(rules.sees_ledger)
@form_page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "close", forms.CloseForm, services.close)


@access.when(rules.sees_ledger)
@form_page
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    return take(request, pk, "reject", forms.RejectForm, services.reject)


def take(request: HttpRequest, pk: int, verb: str, form_class: type[forms.StepForm], run: Service) -> HttpResponse:
    """Show the step's form, or carry the step out; a refusal comes back on the page with what was typed."""
    issue, post = find(request, pk), request.post  # type: ignore[attr-defined]
    if not TABLE.includes(issue, TABLE[verb], post):
        raise PermissionDenied(TABLE.may(issue, verb, post).reason)
    if request.method != "POST":
        return _open(request, issue, verb, form_class)
    form = form_class(request.POST, request.FILES, issue=issue, post=post)
    try:
        if not form.is_valid():
            return page(request, issue, form=form, verb=verb, status=400)
        run(issue, post, **form.supplied())
    except ValidationError as error:
        form.add_error(None, error.messages)  # type: ignore[arg-type]
        return page(request, issue, form=form, verb=verb, status=400)
    except StepRefused as refusal:
        return page(request, find(request, pk), form=form, verb=verb, refusal=str(refusal), status=refusal.status)
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
