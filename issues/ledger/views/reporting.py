"""Reporting an issue."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from hezhang.core.accounts import access
from hezhang.core.web.pages import answer
from hezhang.core.workflow.errors import StepRefused
from issues.ledger import forms, rules, services


@access.when(rules.may_report)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The office from any source, chiefs and patrol staff from the river bank."""
    post = request.post  # type: ignore[attr-defined]
    form_class = forms.report_form_for(post)
    if request.method != "POST":
        asked = {name: request.GET[name] for name in ("river", "reach") if request.GET.get(name)}
        return answer(request, "issues/report.html", {"form": form_class(initial=asked, post=post)})
    form = form_class(request.POST, request.FILES, post=post)
    status = 400
    if form.is_valid():
        try:
            issue = services.report(post, **form.supplied())
        except ValidationError as error:
            form.add_error(None, error.messages)  # type: ignore[arg-type]
        except StepRefused as refusal:
            status = refusal.status
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已上报，编号 {issue.number}。")
            return redirect(issue)
    return answer(request, "issues/report.html", {"form": form}, status=status)
