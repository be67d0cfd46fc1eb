"""One problem per screen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.kernel.refusal import INVALID, Refusal
from hezhang.core.web.attempts import take_wrong
from hezhang.core.web.lists import chosen
from hezhang.core.web.pages import answer
from hezhang.core.workflow.forms import StepForm
from issues.batches import rules
from issues.batches.models import Selection
from issues.hints.facts import hints, near_issue
from issues.ledger import facts as ledger
from issues.ledger.choices import State
from issues.ledger.facts.photos import compared
from issues.ledger.lists import ledger_for, source
from issues.ledger.models import Issue
from issues.queue import services
from issues.queue.facts import Turn
from issues.queue.forms import FORMS, steps_of

TOLD = {"河湖、河段", "所在区划", "位置描述", "来源", "发现时间", "发现人", "责任河长", "问题类别", "严重程度"}


@access.when(rules.may_batch)
@require_POST
def start_queue(request: PostRequest) -> HttpResponse:
    """Go through what was ticked; through all that the list shows, when nothing was."""
    post, data = request.post, request.POST.copy()
    if not data.getlist("rows"):
        data["all"] = "1"
    found = chosen(post, ledger_for(post), source(post), data, path=reverse("issues:ledger"))
    try:
        selection = services.start_queue(found.rows, by=post, query=data.get("query", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect(found.asked.here)
    return redirect("issues:queue", selection.pk, 1)


def find(request: PostRequest, pk: UUID, place: int) -> Turn:
    """A turn of the post's own queue; else 404."""
    selection = get_object_or_404(Selection.objects.visible_to(request.post).filter(verb=""), pk=pk)
    turn = Turn(selection, place, request.post)
    if not 1 <= place <= turn.total + 1:
        raise Http404
    return turn


@access.when(rules.may_batch)
def queue(request: PostRequest, pk: UUID, place: int) -> HttpResponse:
    """第 3 件，共 40 件: the problem, what is suggested, and the form of its next step."""
    turn = find(request, pk, place)
    step, issue = turn.step, turn.issue
    form = FORMS[step.verb](obj=issue, post=request.post) if step and issue else None
    return _page(request, turn, form)


@access.when(rules.may_batch)
@require_POST
def take_turn(request: PostRequest, pk: UUID, place: int) -> HttpResponse:
    """Take the step and go on to the next."""
    turn = find(request, pk, place)
    row, issue, step = turn.row, turn.issue, turn.step
    if row is None or turn.is_done or issue is None:
        return redirect(turn.after_url)
    if step is None or step.verb != request.POST.get("verb"):
        return _page(request, turn, None, 409)  # whoever was faster is named there
    form = FORMS[step.verb](request.POST, request.FILES, obj=issue, post=request.post)
    try:
        if form.is_valid():
            services.take_turn(row, issue, by=request.post, steps=steps_of(step.verb, form))
    except ValidationError as error:
        take_wrong(form, error)
    except Refusal as refusal:
        take_wrong(form, refusal)
        return _page(request, find(request, pk, place), form, refusal.status)
    if form.errors:
        return _page(request, turn, form, INVALID)
    messages.success(request, f"{issue.number}：已办理。")
    return redirect(turn.after_url)


def _page(request: PostRequest, turn: Turn, form: StepForm | None, status: int = 200) -> HttpResponse:
    issue, post = turn.issue, request.post
    context: dict[str, Any] = {"turn": turn, "issue": issue, "form": form, "choices": []}
    if turn.row is None:
        return answer(request, "issues/queue/end.html", context)
    if issue is not None:
        known = [(label, value) for label, value in ledger.facts(issue, post) if label in TOLD and value]
        context |= {"facts": known, "clock": ledger.clock(issue, post), "photos": compared(issue, post)}
        context["moved"] = rules.moved(issue, turn.selection)
    if form is not None and issue is not None and turn.step is not None:
        context |= _aids(request, turn, issue)
    return answer(request, "issues/queue/turn.html", context, status=status)


def _aids(request: PostRequest, turn: Turn, issue: Issue) -> dict[str, Any]:
    """The buttons, and for the office what is suggested and what is like it."""
    is_new, verb = issue.state == State.REPORTED, turn.step.verb if turn.step else ""
    buttons = {"register": [("then", "dispatch", "登记、交办并下一件"), ("then", "register", "只登记，下一件")]}
    told: dict[str, Any] = {
        "choices": buttons.get(verb, [("then", "next", f"{turn.step.label if turn.step else ''}并下一件")])
    }
    if verb in ("register", "dispatch"):
        told |= {"told": hints(issue, registering=is_new, dispatching=True), "registering": is_new, "both": True}
        told["near"] = near_issue(issue, by=request.post)
    return told
