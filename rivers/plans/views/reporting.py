"""Progress of a task: reported, and taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.refusal import demand
from rivers.plans import forms, services
from rivers.plans.models import TaskProgress
from rivers.plans.services.reporting import may_report, may_withdraw
from rivers.plans.views.pages import find_task
from rivers.registry.views.common import save


@access.when(sees_business)
def report_progress(request: PostRequest, pk: int) -> HttpResponse:
    """In few taps: how far it is, a photo, done."""
    task, post = find_task(request, pk), request.post
    demand(may_report(task, post, timezone.localdate()))
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.ReportForm(*data, task=task, post=post, last=task.done)
    return save(
        request,
        form,
        lambda: services.report_progress(task, by=post, **form.supplied()),
        title=f"填报进展：{task.name}",
        back=task.get_absolute_url(),
        done="已填报进展。",
        submit="提交",
        keep=request.path,
    )


@access.when(sees_business)
def withdraw_progress(request: PostRequest, pk: int) -> HttpResponse:
    rows = TaskProgress.objects.visible_to(request.post).select_related("task__plan", "post")
    found = get_object_or_404(rows, pk=pk)
    demand(may_withdraw(found, request.post, timezone.localdate()))
    form = forms.WithdrawForm(request.POST or None)
    return save(
        request,
        form,
        lambda: services.withdraw_progress(found, by=request.post, why=form.cleaned_data["why"]),
        title=f"撤回填报：{found.task.name}",
        back=found.task.get_absolute_url(),
        done="已撤回。",
        submit="撤回",
        hint="撤回的填报仍然保留、可以查看，只是不再计入进度。",
    )
