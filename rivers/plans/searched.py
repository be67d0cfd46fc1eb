"""What plans and their tasks are found by."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.kernel.words import initials
from hezhang.core.search.sources import Hit, Source, register
from rivers.plans.models import Plan, PlanTask


def plan_text(plan: Plan) -> str:
    return " ".join([plan.title, initials(plan.title), plan.number, plan.river.name if plan.river else ""])


def plan_hit(plan: Plan) -> Hit:
    return Hit(
        plan.title, " · ".join([plan.get_kind_display(), plan.span, plan.get_state_display()]), plan.get_absolute_url()
    )


def task_text(task: PlanTask) -> str:
    return " ".join(
        [task.name, initials(task.name), task.measure, task.plan.title, task.river.name if task.river else ""]
    )


def task_hit(task: PlanTask) -> Hit:
    return Hit(task.name, f"{task.plan.title} · {task.amount} · {task.due_on:%Y-%m-%d}前", task.get_absolute_url())


register(
    Source(
        kind="plan",
        title="方案",
        icon="doc",
        model=Plan,
        text=plan_text,
        fields=frozenset({"title", "number", "river"}),
        joined=("river",),
        leans={"river": "name"},
        rank=62,
        rows=lambda post: Plan.objects.visible_to(post),
        name="title",
        order=("-starts_on", "pk"),
        hit=plan_hit,
        list_url="rivers:plans",
        list_also="tab=all",
        rule=sees_business,
    )
)
register(
    Source(
        kind="plan_task",
        title="方案任务",
        icon="list",
        model=PlanTask,
        text=task_text,
        fields=frozenset({"name", "measure", "plan", "river"}),
        joined=("plan", "river"),
        leans={"plan": "title", "river": "name"},
        rank=64,
        rows=lambda post: PlanTask.objects.visible_to(post).select_related("plan"),
        name="name",
        order=("due_on", "pk"),
        hit=task_hit,
        list_url="rivers:plan_tasks",
        list_also="tab=all",
        rule=sees_business,
    )
)
