"""The history of plans with their lists, and of tasks with what was reported."""

from __future__ import annotations

from hezhang.core.accounts.rules import sees_business
from hezhang.core.office.journal.traced import Traced, trace
from rivers.plans.models import Plan, PlanTask

LABELS = {"photos": "照片", "why": "撤回原因", "day": "进展日期", "done": "累计完成", "words": "说明"}

trace(
    Traced(
        thing="plan",
        model=Plan,
        rows=lambda post: Plan.objects.visible_to(post).select_related("region"),
        rule=sees_business,
        url=Plan.get_absolute_url,
        labels=LABELS,
        also=lambda plan: [plan.items.all()],
    )
)
trace(
    Traced(
        thing="plan_task",
        model=PlanTask,
        rows=lambda post: PlanTask.objects.visible_to(post).select_related("region"),
        rule=sees_business,
        url=PlanTask.get_absolute_url,
        labels=LABELS,
    )
)
