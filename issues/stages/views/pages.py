"""The list of stages, one plan with its stages, what proves them, the panel on an issue's page, and the page of the plan's form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.files.models import Upload, UploadKind
from hezhang.core.files.serving import serve_document, serve_photo
from hezhang.core.kernel.refusal import demand
from hezhang.core.web.attempts import attempt, status_of
from hezhang.core.web.lists import show
from hezhang.core.web.pages import answer
from hezhang.core.workflow.facts import Opened, step_part
from issues.escalation.rules import may_send, may_send_about
from issues.ledger.rules import sees_ledger
from issues.ledger.views.pages import find
from issues.stages import facts, rules, services
from issues.stages.forms import PlanForm
from issues.stages.lists import STAGES, stages_for
from issues.stages.models import Stage, StageFile, StagePlan
from issues.stages.workflow import TABLE

CLOSED = Opened()  # only the buttons


@access.when(sees_ledger)
@require_safe
def stages(request: PostRequest) -> HttpResponseBase:
    return show(request, STAGES, stages_for(request.post), template="issues/stages/stages.html")


def find_plan(request: PostRequest, pk: int) -> StagePlan:
    """A plan in scope."""
    return get_object_or_404(StagePlan.objects.visible_to(request.post).with_names(), pk=pk)


def find_stage(request: PostRequest, pk: int) -> Stage:
    return get_object_or_404(stages_for(request.post), pk=pk)


@access.when(sees_ledger)
@require_safe
def stage_plan(request: PostRequest, pk: int) -> HttpResponse:
    return plan_page(request, find_plan(request, pk))


def plan_page(
    request: PostRequest, plan: StagePlan, opened: Opened = CLOSED, stage: Stage | None = None
) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    part = step_part(TABLE, plan, post, opened)
    if stage is not None and opened.form is not None:
        part["step_url"] = TABLE.url(opened.verb, stage)
    context: dict[str, Any] = {
        **part,
        "plan": plan,
        "stage": stage if opened.form else None,
        "facts": facts.facts_of(plan, post),
        "stages": facts.stages_of(plan, post, today),
        "steps": facts.steps_of(plan),
    }
    partial = "step" if opened.form else None
    return answer(request, "issues/stages/plan.html", context, partial=partial, status=opened.status)


def stage_page(request: PostRequest, stage: Stage, opened: Opened) -> HttpResponse:
    """A step of a stage is taken on the page of its plan."""
    return plan_page(request, find_plan(request, stage.plan_id), opened, stage)


@access.when(sees_ledger)
@require_safe
def stage_plan_file(request: PostRequest, pk: int) -> HttpResponseBase:
    plan = find_plan(request, pk)
    if plan.file is None:
        raise Http404("没有方案文件")
    return serve_document(plan.file)


@access.when(sees_ledger)
@require_safe
def stage_file(request: PostRequest, pk: int) -> HttpResponseBase:
    """What proves a stage; ``?thumb=1`` the small photo."""
    rows = StageFile.objects.visible_to(request.post).select_related("upload")
    return _serve(get_object_or_404(rows, pk=pk).upload, thumb="thumb" in request.GET)


def _serve(upload: Upload, *, thumb: bool) -> HttpResponseBase:
    return serve_photo(upload, thumb=thumb) if upload.kind == UploadKind.PHOTO else serve_document(upload)


@access.when(sees_ledger)
@require_safe
def stages_of_issue(request: PostRequest, pk: int) -> HttpResponse:
    """Panel: the plan of an issue with its stages, and to its unit the way to write one."""
    issue, post, today = find(request, pk), request.post, timezone.localdate()
    plan = StagePlan.objects.visible_to(post).with_names().filter(issue=issue).first()
    rows = facts.stages_of(plan, post, today) if plan else []
    late = [row["stage"] for row in rows if row["stage"].days_late(today)]
    may = bool(may_send(post) and may_send_about(issue))
    context = {"issue": issue, "plan": plan, "stages": rows, "may_propose": not plan and rules.may_propose(issue, post)}
    context["suggestion"] = facts.suggestion_of(issue, late, today) if may and late else None
    return render(request, "issues/stages/of_issue.html", context)


@access.when(sees_ledger)
@require_http_methods(["GET", "HEAD", "POST"])
def propose_stages(request: PostRequest) -> HttpResponse:
    """The plan of the issue that the address names, written by its unit."""
    asked, post = request.GET.get("issue", ""), request.post
    issue = find(request, int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0)
    plan = StagePlan.objects.filter(issue=issue).first()
    if plan is not None:
        return redirect(plan)
    demand(rules.may_propose(issue, post))
    form = _form(request, issue, None)
    return _save(request, form, lambda: services.propose_stages(issue, by=post, **form.supplied()), issue)


@access.when(sees_ledger)
@require_http_methods(["GET", "HEAD", "POST"])
def revise_stages(request: PostRequest, pk: int) -> HttpResponse:
    """The plan that was sent back, written anew."""
    plan, post = find_plan(request, pk), request.post
    demand(TABLE.may(plan, "revise_stages", post))
    if not TABLE["revise_stages"].permits(plan.state):
        return redirect(plan)  # a link from before it was sent in again
    form = _form(request, plan.issue, plan)
    return _save(request, form, lambda: services.revise_stages(plan, by=post, **form.supplied()), plan)


def _form(request: PostRequest, issue: Any, plan: StagePlan | None) -> PlanForm:
    data = [request.POST, request.FILES] if request.method == "POST" else []
    return PlanForm(*data, obj=plan, issue=issue, post=request.post, initial={"words": plan.words} if plan else {})


def _save(request: PostRequest, form: PlanForm, act: Callable[[], Any], back: Any) -> HttpResponse:
    made: list[Any] = []
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: made.append(act())):
        messages.success(request, "已提交，等待河长办确认。")
        return redirect(made[0] if isinstance(made[0], StagePlan) else back)
    context = {"form": form, "back": back.get_absolute_url(), "title": "整改方案"}
    return render(request, "issues/stages/propose.html", context, status=status_of(form))
