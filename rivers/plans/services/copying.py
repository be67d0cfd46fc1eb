"""A plan is copied into a new draft: for a revision as it is, for the next cycle what was not finished. Nothing is typed twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from rivers.plans.models import Plan, PlanItem, PlanTask, PlanTransition, TaskMilestone
from rivers.plans.workflow import TABLE

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

LINE = ("kind", "serial", "name", "text", "reach_id", "place", "source", "unit", "base", "target")
TASK = (
    "serial", "name", "measure", "quantity", "unit", "by_steps", "region_id", "river_id", "reach_id", "owner_id",
    "department_id", "assisting", "starts_on", "due_on",
)  # fmt: skip


def revise_plan(plan: Plan, *, by: Post | None, once: UUID | None = None, at: datetime | None = None) -> PlanTransition:
    """修订: a draft like this one; this one is carried out until the draft is approved, and stays readable after that."""
    at = at or timezone.now()

    def _copy(locked: Plan, _: PlanTransition) -> None:
        draft = _draft_of(locked, locked.starts_on, locked.ends_on, locked.title, by, at, is_revision=True)
        _copy_lists(locked, draft, None)

    return engine.carry_out(TABLE, plan, Step("revise_plan", by, at=at, once=once, attach=_copy))


def copy_plan(
    plan: Plan, *, by: Post | None, title: str, starts_on: date, ends_on: date, once: UUID | None = None,
    at: datetime | None = None,
) -> PlanTransition:  # fmt: skip
    """转入下一周期: a draft with what was not finished, as much of it as is left, moved into the new span."""
    at = at or timezone.now()
    if ends_on < starts_on:
        raise ValidationError({"ends_on": "结束日期不能早于开始日期。"})
    if starts_on <= plan.starts_on:
        raise ValidationError({"starts_on": f"下一周期应在本周期开始（{plan.starts_on:%Y-%m-%d}）之后开始。"})

    def _copy(locked: Plan, _: PlanTransition) -> None:
        draft = _draft_of(locked, starts_on, ends_on, title.strip(), by, at, is_revision=False)
        _copy_lists(locked, draft, starts_on - locked.starts_on)

    return engine.carry_out(TABLE, plan, Step("copy_plan", by, at=at, once=once, attach=_copy))


def _draft_of(
    plan: Plan, starts_on: date, ends_on: date, title: str, by: Post | None, at: datetime, *, is_revision: bool
) -> Plan:
    draft = Plan(
        kind=plan.kind, title=title, number="", river_id=plan.river_id, region=plan.region, starts_on=starts_on,
        ends_on=ends_on, summary=plan.summary, previous=plan, is_revision=is_revision, state_since=at,
    )  # fmt: skip
    draft.full_clean()
    engine.begin(TABLE, draft, Step("draw_plan", by, at=at))
    return draft


def _copy_lists(plan: Plan, draft: Plan, shift: timedelta | None) -> None:
    """``shift``: by how much days move into the next cycle; None for a revision, which keeps everything."""
    items: dict[int, PlanItem] = {}
    years = {str(year) for year in draft.years}
    for one in plan.items.order_by("-kind", "serial"):  # problems before the goals that answer them
        copied = PlanItem(plan=draft, origin=one, **{name: getattr(one, name) for name in LINE})
        copied.problem = items.get(one.problem_id or 0)
        copied.by_year = {year: value for year, value in one.by_year.items() if year in years}
        copied.save()
        items[one.pk] = copied
    tasks = list(plan.tasks.with_done().prefetch_related("milestones").order_by("serial"))
    kept = tasks if shift is None else _unfinished(tasks)
    made: dict[int, PlanTask] = {}
    for task in kept:
        made[task.pk] = _copy_task(task, draft, items, made, shift)


def _unfinished(tasks: list[PlanTask]) -> list[PlanTask]:
    """What is left to do, each as much of it as is left; a whole as long as one of its parts is."""
    parts: dict[int, list[PlanTask]] = {}
    for one in tasks:
        parts.setdefault(one.parent_id or 0, []).append(one)

    def _done(task: PlanTask) -> Decimal:
        mine = parts.get(task.pk)
        return sum((min(_done(one), one.quantity) for one in mine), Decimal(0)) if mine else task.done

    def _is_open(task: PlanTask) -> bool:
        mine = parts.get(task.pk)
        return any(map(_is_open, mine)) if mine else task.done < task.quantity

    left = [one for one in tasks if _is_open(one)]
    for one in left:
        one.done = Decimal(0) if parts.get(one.pk) and one.by_steps else _done(one)
    return left


def _copy_task(
    task: PlanTask, draft: Plan, items: dict[int, PlanItem], made: dict[int, PlanTask], shift: timedelta | None
) -> PlanTask:
    copied = PlanTask(plan=draft, origin=task, **{name: getattr(task, name) for name in TASK})
    copied.goal, copied.parent = items.get(task.goal_id or 0), made.get(task.parent_id or 0)
    stones = list(task.milestones.all())
    if shift is not None:
        copied.quantity -= task.done
        copied.starts_on = draft.starts_on
        copied.due_on = _within(task.due_on + shift, draft)
        stones = [one for one in stones if one.target > task.done]
    copied.save()
    for one in stones:
        due = one.due_on if shift is None else min(_within(one.due_on + shift, draft), copied.due_on)
        target = one.target if shift is None else one.target - task.done
        TaskMilestone(task=copied, due_on=due, name=one.name, target=target).save()
    return copied


def _within(day: date, plan: Plan) -> date:
    return max(plan.starts_on, min(day, plan.ends_on))
