"""Writing a plan: its head, the lines of its lists, whose the tasks are."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from hezhang.core.accounts import access
from hezhang.core.accounts.requests import PostRequest
from hezhang.core.accounts.rules import is_office
from rivers.plans import forms, services
from rivers.plans.choices import ItemList, PlanKind
from rivers.plans.facts.shown import title_for
from rivers.plans.models import Plan, PlanItem, PlanTask
from rivers.plans.services.drawing import must_write
from rivers.plans.services.terms import end_of_cycle
from rivers.plans.views.pages import find_plan, find_task
from rivers.registry.views.common import save, save_edit


def posted(request: PostRequest) -> Any:
    """What was sent: a form without fields is sent empty."""
    return request.POST if request.method == "POST" else None


def list_url(plan: Plan, part: str) -> str:
    return f"{plan.get_absolute_url()}#{part}"


@access.when(is_office)
def draw_plan(request: PostRequest) -> HttpResponse:
    """A new plan of the kind that the address names; a river's page names the river as well."""
    post = request.post
    kind = request.GET.get("kind", PlanKind.RIVER)
    kind = PlanKind(kind) if kind in PlanKind.values else PlanKind.RIVER
    here = reverse("rivers:draw_plan")
    form = forms.plan_form(kind, post, posted(request), {"river": request.GET.get("river", "")})

    def act() -> Plan:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if not values["title"]:
            first, last = values["starts_on"], values["ends_on"] or end_of_cycle(values["river"], values["starts_on"])
            values["title"] = title_for(kind, values["river"].name, list(range(first.year, last.year + 1)))
        return services.draw_plan(by=post, kind=kind, **values)

    tabs = [(each.label, f"{here}?kind={each.value}", each == kind) for each in PlanKind]
    return save(request, form, act, title="编制方案", back=reverse("rivers:plans"), done="已开始编制，请填写各项清单。",
                tabs=tabs, submit="开始编制")  # fmt: skip


@access.when(is_office)
def edit_plan(request: PostRequest, pk: int) -> HttpResponse:
    found = find_plan(request, pk)
    must_write(found.region_id, request.post)
    initial = {name: getattr(found, name) for name in forms.HeadForm.base_fields}
    return save_edit(request, found, lambda data: forms.HeadForm(data, initial=initial), services.edit_plan)


@access.when(is_office)
def add_item(request: PostRequest, pk: int) -> HttpResponse:
    """A line of the list of problems, or (``?list=goal``) of goals."""
    kind = ItemList.GOAL if request.GET.get("list") == ItemList.GOAL else ItemList.PROBLEM
    plan = find_plan(request, pk)
    must_write(plan.region_id, request.post)
    label = kind.label
    form = forms.FORMS[kind](posted(request), plan=plan)
    return save(
        request,
        form,
        lambda: services.add_item(plan, form.cleaned_data, by=request.post, kind=kind),
        title=f"{label}：新增一项",
        back=list_url(plan, kind),
        done=f"已加入{label}。",
    )


def find_item(request: PostRequest, pk: int) -> PlanItem:
    item = get_object_or_404(PlanItem.objects.visible_to(request.post).select_related("plan__region"), pk=pk)
    must_write(item.plan.region_id, request.post)
    return item


@access.when(is_office)
def edit_item(request: PostRequest, pk: int) -> HttpResponse:
    item = find_item(request, pk)
    form_class = forms.FORMS[ItemList(item.kind)]
    initial = {name: getattr(item, name) for name in (*form_class.base_fields, "by_year")}
    return save_edit(request, item, lambda data: form_class(data, plan=item.plan, initial=initial), services.edit_item)


@access.when(is_office)
def remove_item(request: PostRequest, pk: int) -> HttpResponse:
    item = find_item(request, pk)
    return save(
        request,
        django_forms.Form(posted(request)),
        lambda: services.remove_item(item, by=request.post),
        title=f"删除：{item.name}",
        back=list_url(item.plan, item.kind),
        done="已删除。",
        submit="删除",
        hint="从编制中的方案里删去这一项；操作日志会保留原来的内容。",
    )


@access.when(is_office)
def add_task(request: PostRequest, pk: int) -> HttpResponse:
    """A task, or (``?parent=``) a part of another one."""
    plan = find_plan(request, pk)
    must_write(plan.region_id, request.post)
    parent = _parent(request, plan)
    form = forms.TaskForm(posted(request), plan=plan, parent=parent)
    back = parent.get_absolute_url() if parent else list_url(plan, "task")

    def act() -> None:
        services.add_task(plan, form.values, by=request.post, parent=parent, stones=form.stones)

    title = f"分解任务：{parent.name}" if parent else "新增任务"
    hint = f"上级任务共 {parent.amount}。各分解项合计不超过它，进展在分解项上填报，上级自动合计。" if parent else ""
    return save(request, form, act, title=title, back=back, done="已加入任务。", hint=hint)


def _parent(request: PostRequest, plan: Plan) -> PlanTask | None:
    asked = request.GET.get("parent", "")
    if not asked:
        return None
    return get_object_or_404(plan.tasks, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)


@access.when(is_office)
def edit_task(request: PostRequest, pk: int) -> HttpResponse:
    task = find_task(request, pk)
    must_write(task.plan.region_id, request.post)
    initial = {name: getattr(task, name, None) for name in forms.TaskForm.base_fields} | {
        "lines": forms.lines_from(task)
    }
    if task.by_steps:
        initial |= {"quantity": None, "unit": ""}

    def form_of(data: Any) -> forms.TaskForm:
        return forms.TaskForm(data, plan=task.plan, parent=task.parent, initial=initial)

    def edit(found: PlanTask, values: dict[str, Any], *, by: Any, seen: int | None) -> PlanTask:
        lines = values.pop("lines", "")
        return services.edit_task(found, values, by=by, seen=seen, stones=forms.stones_in(lines))

    return save_edit(request, task, form_of, edit)


@access.when(is_office)
def remove_task(request: PostRequest, pk: int) -> HttpResponse:
    task = find_task(request, pk)
    must_write(task.plan.region_id, request.post)
    return save(
        request,
        django_forms.Form(posted(request)),
        lambda: services.remove_task(task, by=request.post),
        title=f"删除：{task.name}",
        back=list_url(task.plan, "task"),
        done="已删除。",
        submit="删除",
        hint="从编制中的方案里删去这项任务和它的节点；操作日志会保留原来的内容。",
    )


@access.when(is_office)
def assign_task(request: PostRequest, pk: int) -> HttpResponse:
    """Put a task on another desk while the plan is carried out."""
    task = find_task(request, pk)
    must_write(task.plan.region_id, request.post)
    initial = {name: getattr(task, name) for name in forms.AssignForm.base_fields}

    def form_of(data: Any) -> forms.AssignForm:
        return forms.AssignForm(data, plan=task.plan, initial=initial)

    return save_edit(request, task, form_of, services.assign_task)
