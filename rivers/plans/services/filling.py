"""The first two of the five lists: problems, and the goals that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from hezhang.core.audit.services import record
from rivers.plans.choices import ItemList
from rivers.plans.models import Plan, PlanItem
from rivers.plans.services.drawing import hold_draft
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

FIELDS = {
    ItemList.PROBLEM: ("name", "text", "reach", "place", "source"),
    ItemList.GOAL: ("problem", "name", "text", "unit", "base", "target", "by_year"),
}


def next_serial(rows: QuerySet) -> int:
    """One more than the highest; asked while the plan is locked."""
    return (rows.order_by().aggregate(last=Max("serial"))["last"] or 0) + 1


@transaction.atomic
def add_item(plan: Plan, values: dict[str, Any], *, by: Post | None, kind: str) -> PlanItem:
    """A problem (name, text, reach, place, source) or a goal (problem, name, unit, base, target, by_year)."""
    held = hold_draft(plan, by)
    item = PlanItem(plan=held, kind=kind, serial=next_serial(held.items.filter(kind=kind)))
    for name in FIELDS[ItemList(kind)]:
        if name in values:
            setattr(item, name, values[name])
    _check(item)
    saving.create(item, "plan_item.add", ["plan", "kind", "name", "base", "target"], by=by)
    return item


@transaction.atomic
def edit_item(item: PlanItem, values: dict[str, Any], *, by: Post | None, seen: int | None = None) -> PlanItem:
    """Put a line right. Raises EditedMeanwhile when ``seen`` is stale."""
    hold_draft(item.plan, by)
    values = {name: value for name, value in values.items() if name in FIELDS[ItemList(item.kind)]}
    edited = PlanItem.objects.get(pk=item.pk)
    for name, value in values.items():
        setattr(edited, name, value)
    _check(edited)
    saving.update(item, values, seen, "plan_item.edit", by=by)
    return item


def _check(item: PlanItem) -> None:
    """What a line points to belongs to the same plan and river."""
    if item.problem and (item.problem.plan_id != item.plan_id or item.problem.kind != ItemList.PROBLEM):
        raise ValidationError({"problem": "请选择本方案问题清单中的问题。"})
    if item.reach and item.plan.river_id and item.reach.river_id != item.plan.river_id:
        raise ValidationError({"reach": "该河段不属于本方案的河湖。"})


@transaction.atomic
def remove_item(item: PlanItem, *, by: Post | None) -> None:
    """Take a line out of a draft; refused while a goal or a task hangs on it."""
    hold_draft(item.plan, by)
    if item.kind == ItemList.PROBLEM and item.goals.exists():
        raise ValidationError(f"目标“{item.goals.order_by('serial').first()}”针对这个问题，请先改目标。")
    if item.tasks.exists():
        raise ValidationError(f"任务“{item.tasks.order_by('serial').first()}”对应这个目标，请先改任务。")
    record("plan_item.remove", item, post=by, before={"kind": item.kind, "name": item.name})
    item.delete()
