"""Tasks with their measures, milestones and owners; broken down from project to post to person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.audit.services import changes, record
from hezhang.core.kernel.edits import lock_unchanged
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import day_words
from hezhang.core.notify.services import tell
from hezhang.core.workflow.engine import lock
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.plans import rules
from rivers.plans.choices import STEPS
from rivers.plans.models import Plan, PlanTask, TaskMilestone, TaskProgress
from rivers.plans.services.drawing import hold_draft, must_write
from rivers.plans.services.filling import next_serial
from rivers.plans.workflow import owners_of
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

RESPONSIBLE = ("reach", "owner", "department")
FIELDS = (
    "goal",
    "name",
    "measure",
    "quantity",
    "unit",
    "river",
    "region",
    *RESPONSIBLE,
    "assisting",
    "starts_on",
    "due_on",
)
NOBODY = "请指定责任河段（其责任河长）、责任人或责任单位。"


@dataclass(frozen=True)
class Stone:
    """A milestone as it is typed: by when, how much in all (None: counted as one), what it is called."""

    due_on: date
    target: Decimal | None = None
    name: str = ""


@transaction.atomic
def add_task(
    plan: Plan, values: dict[str, Any], *, by: Post | None, parent: PlanTask | None = None, stones: Sequence[Stone] = ()
) -> PlanTask:
    """Add a task (``FIELDS``), or a part of another one. Without a quantity it is counted in its milestones.

    Parts may be added while the plan is carried out, as long as nothing was reported on the whole.
    """
    held = _hold(plan, parent, by)
    task = PlanTask(plan=held, parent=parent, serial=next_serial(held.tasks))
    _fill(task, values, stones)
    if not held.is_draft and not any(getattr(task, name) for name in RESPONSIBLE):
        raise ValidationError({"owner": NOBODY})
    saving.create(task, "plan_task.add", ["plan", "name", "quantity", "unit", "due_on", *RESPONSIBLE], by=by)
    _lay(task, stones)
    return task


def _hold(plan: Plan, parent: PlanTask | None, by: Post | None) -> Plan:
    held = lock(plan)
    if parent is None or held.is_draft:
        hold_draft(plan, by)
    elif not held.is_in_force:
        raise Refusal(f"现为“{held.get_state_display()}”，不能再分解任务。", status=409)
    must_write(held.region_id, by)
    if parent is not None:
        if parent.plan_id != held.pk:
            raise ValidationError("上级任务不在本方案中。")
        if TaskProgress.objects.standing().filter(task__in=[parent.pk, parent.origin_id]).exists():
            raise ValidationError(f"“{parent.name}”已经填报过进展，不能再分解；请另设任务。")
    return held


@transaction.atomic
def edit_task(
    task: PlanTask, values: dict[str, Any], *, by: Post | None, stones: Sequence[Stone] = (), seen: int | None = None
) -> PlanTask:
    """Change a task of a draft, its milestones laid anew. Raises EditedMeanwhile when ``seen`` is stale."""
    hold_draft(task.plan, by)
    stored = lock_unchanged(task, task.version if seen is None else seen, lambda one: one.version)
    edited = PlanTask.objects.select_related("parent", "plan__region").get(pk=stored.pk)
    _fill(edited, values, stones)
    edited.full_clean()
    _check_parts(edited)
    before, after = changes(stored, {name: getattr(edited, name) for name in FIELDS})
    edited.version = stored.version + 1
    edited.save()
    edited.milestones.all().delete()
    _lay(edited, stones)
    record("plan_task.edit", edited, post=by, before=before, after=after)
    return edited


def _fill(task: PlanTask, values: dict[str, Any], stones: Sequence[Stone]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(task, name, values[name])
    task.by_steps = not values.get("quantity")
    if task.by_steps:
        task.quantity, task.unit = Decimal(max(len(stones), 1)), STEPS
    parent = task.parent
    if parent is not None:
        task.goal = task.goal or parent.goal
        if not parent.by_steps:
            task.unit = parent.unit
    task.river = task.river or task.plan.river
    _settle_owner(task)
    _settle_place(task)
    _check(task, stones)


def _settle_owner(task: PlanTask) -> None:
    """A chief who is named is named for the reach: whoever leads it after him has the task (decision 0030)."""
    if task.reach and task.owner:
        raise ValidationError({"owner": "责任河段和责任人只填一个：填了河段，任务就归该河段的责任河长。"})
    if task.owner and task.owner.role == Role.CHIEF and task.river_id:
        led = Tenure.objects.current(timezone.localdate()).filter(
            post=task.owner, kind=TenureKind.RESPONSIBLE, reach__river=task.river_id
        )
        tenure = led.select_related("reach__region").order_by("reach__code").first()
        if tenure:
            task.reach, task.owner = tenure.reach, None


def _settle_place(task: PlanTask) -> None:
    """Where no place is named, it is that of who answers, as far as the plan reaches."""
    around = task.plan.region
    asked = [one.region for one in (task.reach, task.owner, task.department) if one is not None]
    if task.region_id is None:
        task.region = next((one for one in asked if around.contains(one.code)), around)
    if not around.contains(task.region_id):
        raise ValidationError({"region": f"任务所在区划须在方案的区划“{around.name}”之内。"})


def _check(task: PlanTask, stones: Sequence[Stone]) -> None:
    if not task.unit:
        raise ValidationError({"unit": "填了数量，还要填单位。"})
    if task.quantity <= 0:
        raise ValidationError({"quantity": "数量应大于 0。"})
    if task.due_on < task.starts_on:
        raise ValidationError({"due_on": "完成时限不能早于开始日期。"})
    if not (task.plan.starts_on <= task.starts_on and task.due_on <= task.plan.ends_on):
        raise ValidationError({"due_on": f"任务的起止须在方案周期之内（{task.plan.span}）。"})
    if task.goal and task.goal.plan_id != task.plan_id:
        raise ValidationError({"goal": "请选择本方案的目标。"})
    if task.reach and task.river_id and task.reach.river_id != task.river_id:
        raise ValidationError({"reach": "责任河段不在这条河湖上。"})
    _check_whole(task)
    _check_stones(task, stones)


def _check_whole(task: PlanTask) -> None:
    """A part lies within its task: by days, and by what all parts add up to."""
    whole = task.parent
    if whole is None:
        return
    if not (whole.starts_on <= task.starts_on and task.due_on <= whole.due_on):
        span = f"{whole.starts_on:%Y-%m-%d} 至 {whole.due_on:%Y-%m-%d}"
        raise ValidationError({"due_on": f"分解项的起止须在上级任务之内（{span}）。"})
    if not whole.by_steps:
        if task.by_steps:
            raise ValidationError({"quantity": f"上级任务按数量计（{whole.amount}），请填写这一项的数量。"})
        saving.check("quantity", rules.fits_in(task.quantity, _of_parts(whole, task.pk), whole))


def _of_parts(whole: PlanTask, besides: int | None = None) -> Decimal:
    return whole.parts.exclude(pk=besides).aggregate(sum=Sum("quantity"))["sum"] or Decimal(0)


def _check_parts(task: PlanTask) -> None:
    """A task that has parts keeps room for them."""
    parts = list(task.parts.all())
    if not parts:
        return
    if not task.by_steps and (total := _of_parts(task)) > task.quantity:
        raise ValidationError({"quantity": f"分解项合计 {total.normalize():f} {task.unit}，数量不能比它少。"})
    first, last = min(one.starts_on for one in parts), max(one.due_on for one in parts)
    if not (task.starts_on <= first and last <= task.due_on):
        raise ValidationError({"due_on": f"分解项的起止为 {first} 至 {last}，须在本任务之内。"})


def _check_stones(task: PlanTask, stones: Sequence[Stone]) -> None:
    last: Stone | None = None
    for one in stones:
        if not task.starts_on <= one.due_on <= task.due_on:
            raise ValidationError({"stones": f"节点 {day_words(one.due_on)} 不在任务的起止日期之内。"})
        if last and one.due_on <= last.due_on:
            raise ValidationError({"stones": "节点请按日期先后填写，一天一个。"})
        if not task.by_steps:
            _check_target(task, one, last)
        last = one


def _check_target(task: PlanTask, one: Stone, last: Stone | None) -> None:
    if one.target is None:
        raise ValidationError({"stones": f"任务按数量计，请写明 {day_words(one.due_on)} 累计应完成多少{task.unit}。"})
    if one.target > task.quantity or (last and last.target and one.target <= last.target):
        raise ValidationError({"stones": "累计应完成的数量要逐个增加，并且不超过任务的数量。"})


def _lay(task: PlanTask, stones: Sequence[Stone]) -> None:
    """Write the milestones, and the last one where it was left out: everything is done by the task's own day."""
    rows = [
        TaskMilestone(
            task=task, due_on=one.due_on, name=one.name, target=Decimal(serial) if task.by_steps else one.target or 0
        )
        for serial, one in enumerate(stones, 1)
    ]
    if not rows or rows[-1].target < task.quantity:
        rows.append(TaskMilestone(task=task, due_on=task.due_on, name="全部完成", target=task.quantity))
    for row in rows:
        row.save()


@transaction.atomic
def remove_task(task: PlanTask, *, by: Post | None) -> None:
    """Take a task out of a draft; one that is broken down goes after its parts."""
    hold_draft(task.plan, by)
    if task.parts.exists():
        raise ValidationError("请先删除它的分解项。")
    record("plan_task.remove", task, post=by, before={"name": task.name, "quantity": task.quantity, "unit": task.unit})
    task.milestones.all().delete()
    task.delete()


@transaction.atomic
def assign_task(
    task: PlanTask, values: dict[str, Any], *, by: Post | None, seen: int | None = None, at: datetime | None = None
) -> PlanTask:
    """Put a task on other desks (reach, owner, department, assisting) while the plan is carried out; they are told."""
    must_write(task.plan.region_id, by)
    if not lock(task.plan).is_in_force:
        raise Refusal("方案不在执行中，不能调整责任人；编制中的请编辑任务。", status=409)
    stored = lock_unchanged(task, task.version if seen is None else seen, lambda one: one.version)
    edited = PlanTask.objects.select_related("plan__region", "river").get(pk=stored.pk)
    for name in (*RESPONSIBLE, "assisting"):
        if name in values:
            setattr(edited, name, values[name])
    if not any(getattr(edited, name) for name in RESPONSIBLE):
        raise ValidationError({"owner": NOBODY})
    _settle_owner(edited)
    before, after = changes(stored, {name: getattr(edited, name) for name in (*RESPONSIBLE, "assisting")})
    if after:
        edited.version = stored.version + 1
        edited.full_clean()
        edited.save()
        entry = record("plan_task.assign", edited, post=by, before=before, after=after)
        _tell_new(edited, stored, by, entry.pk, at or timezone.now())
    return edited


def _tell_new(task: PlanTask, was: PlanTask, by: Post | None, mark: int, at: datetime) -> None:
    """Whoever has it now and had it not before."""
    now = _users(task, at) - _users(was, at) - {by.user_id if by else 0}
    for user_id in sorted(now):
        tell(
            user_id, kind="plan_task.assign", title=f"有一项方案任务交给您：{task}", url=task.get_absolute_url(), at=at,
            body=f"{task.plan}；{task.amount}，{day_words(task.due_on)}前完成", key=f"plan_task:{task.pk}:{mark}:{user_id}",
        )  # fmt: skip


def _users(task: PlanTask, at: datetime) -> set[int]:
    return set(owners_of([task], timezone.localdate(at)).order_by().values_list("user_id", flat=True))
