"""Plans, their tasks, and what is mine of them."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import sees_business
from hezhang.core.audit import services as audit
from hezhang.core.files.serving import serve_photo
from hezhang.core.web import limits
from hezhang.core.web.lists import show
from hezhang.core.workflow.facts import Opened, step_part, timeline
from rivers.plans import lists, rules
from rivers.plans.choices import PlanKind
from rivers.plans.facts import book, shown, totals
from rivers.plans.models import Plan, PlanPaper, PlanTask, ProgressPhoto
from rivers.plans.services.reporting import may_report, may_withdraw
from rivers.plans.workflow import TABLE
from rivers.registry.views.homes import river_home
from rivers.registry.views.rivers import find_river

CLOSED = Opened()  # only the buttons
LIST = "rivers/list.html"


@access.when(sees_business)
def plans(request: PostRequest) -> HttpResponseBase:
    return show(request, lists.PLANS, lists.plans_of(request.post), template=LIST)


@access.when(sees_business)
def plan_tasks(request: PostRequest) -> HttpResponseBase:
    """The ledger of tasks: those that are counted, each once."""
    return show(request, lists.TASKS, lists.tasks_of(request.post), template=LIST)


def find_plan(request: PostRequest, pk: int) -> Plan:
    """A plan in scope, or 404."""
    rows = Plan.objects.visible_to(request.post).with_names().select_related("previous")
    return get_object_or_404(rows, pk=pk)


@access.when(sees_business)
def plan(request: PostRequest, pk: int) -> HttpResponse:
    """The five lists, with what has been done of them."""
    return plan_page(request, find_plan(request, pk))


def plan_page(request: PostRequest, found: Plan, opened: Opened = CLOSED) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    problems, goals = shown.items_of(found)
    steps = found.transitions.select_related("user", "post__region", "post__department").order_by("-id")
    context = {
        **step_part(TABLE, found, post, opened),
        "plan": found,
        "facts": shown.facts_of(found),
        "problems": problems,
        "goals": goals,
        "lines": shown.lines_of(found, post, today),
        "papers": [shown.picture("rivers:plan_paper", one) for one in found.papers.select_related("upload")],
        "later": found.later.visible_to(post).order_by("pk"),
        "may_write": rules.may_write(post, found.region_id),
        "may_edit": found.is_draft and bool(rules.may_write(post, found.region_id)),
        "steps": timeline(TABLE, steps),
    }
    return render(request, "rivers/plans/plan.html", context, status=opened.status)


@access.when(sees_business)
@require_GET
def export_plan(request: PostRequest, pk: int) -> FileResponse | HttpResponse:
    """The lists as one workbook; the download is journalled."""
    found, post = find_plan(request, pk), request.post
    if (refused := limits.refuse_export(request)) is not None:
        return refused
    stream = BytesIO()
    count = book.write_book(found, stream, post, timezone.now(), timezone.localdate())
    audit.record("plan.export", found, post=post, after={"rows": count})
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=book.file_name(found))


def find_task(request: PostRequest, pk: int) -> PlanTask:
    """A task in scope, with ``done``, or 404."""
    rows = PlanTask.objects.visible_to(request.post).with_done().with_answering(timezone.localdate()).with_names()
    return get_object_or_404(rows, pk=pk)


@access.when(sees_business)
def plan_task(request: PostRequest, pk: int) -> HttpResponse:
    post, today = request.post, timezone.localdate()
    found = find_task(request, pk)
    node = shown.node_of(found, today)
    parts = [(part, *part.standing(today)) for part in node.parts]
    words, tone = node.standing(today)
    writes = bool(rules.may_write(post, found.plan.region_id))
    context = {
        "task": found, "node": node, "words": words, "tone": tone, "parts": parts, "facts": shown.task_facts(node, today),
        "stones": shown.stones_of(node, today), "steps": shown.reports_of(found, post, today, may=may_withdraw),
        "may_report": bool(may_report(found, post, today)), "may_edit": writes and found.plan.is_draft,
        "may_assign": writes and found.plan.is_in_force,
        "may_break": writes and (found.plan.is_draft or found.plan.is_in_force) and not found.reports.standing().exists(),
    }  # fmt: skip
    return render(request, "rivers/plans/task.html", context)


@access.when(sees_business)
def my_tasks(request: PostRequest) -> HttpResponse:
    """What lies on my desk, the most pressing first: one button each."""
    post, today = request.post, timezone.localdate()
    rows = PlanTask.objects.visible_to(post).running().of_post(post, today).with_answering(today).with_names()
    tasks = [
        (one, rules.percent(one.done, one.quantity), *rules.standing(one, today))
        for one in rows.order_by("due_on", "pk")
    ]
    return render(request, "rivers/plans/mine.html", {"tasks": tasks})


@access.when(sees_business)
def plan_totals(request: PostRequest) -> HttpResponse:
    """By river and by town: the tasks due in a year."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked in dict(lists.years()) else today.year
    kind = request.GET.get("kind", "")
    kind = kind if kind in PlanKind.values else ""
    whole, by_river, by_town = totals.totals_of(request.post, year, kind, today)
    context = {
        "year": year,
        "kind": kind,
        "years": lists.years(),
        "kinds": PlanKind.choices,
        "whole": whole,
        "tables": [("按河湖", "河湖", by_river), ("按乡镇（街道）", "乡镇（街道）", by_town)],
    }
    return render(request, "rivers/plans/totals.html", context)


@access.when(sees_business)
def river_plans(request: PostRequest, pk: int) -> HttpResponse:
    """The plan of one river that is carried out, and those before it."""
    post, today = request.post, timezone.localdate()
    river = find_river(request, pk)
    rows = list(
        Plan.objects.visible_to(post).filter(river=river).with_names().with_counts(today).order_by("-starts_on", "-pk")
    )
    current = next((one for one in rows if one.is_in_force), None)
    context = {
        "plan": current,
        "problems": shown.items_of(current)[0] if current else [],
        "goals": shown.items_of(current)[1] if current else [],
        "lines": shown.lines_of(current, post, today) if current else [],
        "others": [one for one in rows if one is not current],
        "may_write": rules.may_write(post, river.region_id),
        "may_edit": False,  # here the lists are read
    }
    return river_home(request, river, "plans", "rivers/plans/river.html", context)


@access.when(sees_business)
def progress_photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """A photo of a task that the post may see; ``?thumb=1`` the small one."""
    photo = get_object_or_404(ProgressPhoto.objects.visible_to(request.post).select_related("upload"), pk=pk)
    return serve_photo(photo.upload, thumb="thumb" in request.GET)


@access.when(sees_business)
def plan_paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """A page of the approved paper."""
    paper = get_object_or_404(PlanPaper.objects.visible_to(request.post).select_related("upload"), pk=pk)
    return serve_photo(paper.upload, thumb="thumb" in request.GET)
