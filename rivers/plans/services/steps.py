"""The steps of a plan. All of them go through the engine.

Common to all: ``once`` is the form's own number, ``at`` the time of the act (default now).
Raised: NotAllowed 403, SomebodyWasFaster 409, ValidationError 422.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.files.models import Upload
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from rivers.plans.choices import PlanState
from rivers.plans.models import Plan, PlanPaper, PlanTask, PlanTransition, TaskProgress
from rivers.plans.workflow import TABLE
from rivers.registry.models import River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def submit_plan(
    plan: Plan, *, by: Post | None, approver: Post, once: UUID | None = None, at: datetime | None = None
) -> PlanTransition:
    """送审: to the post that is to approve it, once the five lists are whole."""

    def _values(locked: Plan) -> dict[str, Any]:
        if lacking := lacking_in(locked):
            raise ValidationError(lacking)
        return {"approver": approver}

    return engine.carry_out(TABLE, plan, Step("submit_plan", by, _values, at=at or timezone.now(), once=once))


def lacking_in(plan: Plan) -> list[str]:
    """What the five lists still lack, in sentences."""
    leaves = PlanTask.objects.filter(plan=plan).leaves()
    found = []
    if plan.has_lists and not plan.items.problems().exists():
        found.append("问题清单还是空的，请先登记问题。")
    if plan.has_lists and not plan.items.goals().exists():
        found.append("目标清单还是空的，请先登记目标。")
    if not leaves.exists():
        found.append("还没有任务，请先登记任务与措施。")
    for task in leaves.filter(reach=None, owner=None, department=None).order_by("serial"):
        found.append(f"任务“{task}”还没有责任河段、责任人或责任单位。")
    return found


def approve_plan(
    plan: Plan, *, by: Post | None, approved_on: date, number: str = "", photos: Sequence[Upload] = (),
    once: UUID | None = None, at: datetime | None = None,
) -> PlanTransition:  # fmt: skip
    """审定: from here on it is carried out. What it was copied from gives way in the same transaction.

    A revision takes over the reports of the version before; a next cycle's plan closes the one before.
    """
    at = at or timezone.now()
    if approved_on > timezone.localdate(at):
        raise ValidationError({"approved_on": "审定日期不能晚于今天。"})

    def _values(locked: Plan) -> dict[str, Any]:
        _make_way(locked, at)
        return {"approved_on": approved_on, "number": number.strip() or locked.number}

    def _attach(locked: Plan, _: PlanTransition) -> None:
        PlanPaper.objects.bulk_create([PlanPaper(plan=locked, upload=photo) for photo in photos])
        if locked.is_revision and locked.previous_id:
            _take_over_reports(locked)

    step = Step("approve_plan", by, _values, at=at, once=once, attach=_attach)
    return engine.carry_out(TABLE, plan, step)


def _make_way(plan: Plan, at: datetime) -> None:
    before = plan.previous
    hold_river(plan)
    if before and before.is_in_force:
        if plan.is_revision:
            step = Step("stop_plan", None, words=f"已由修订版“{plan}”替代。", at=at)
        else:
            _check_carried(plan)
            step = Step("finish_plan", None, words=f"未完成的任务已转入“{plan}”。", at=at)
        engine.carry_out(TABLE, before, step)
    check_alone(plan)


def hold_river(plan: Plan) -> None:
    """Lock the river: of two plans of one river that come into force at once, the second finds the first."""
    if plan.river_id:
        River.objects.select_for_update().get(pk=plan.river_id)


def check_alone(plan: Plan) -> None:
    """ValidationError where another plan of the river is carried out."""
    if plan.river_id:
        other = Plan.objects.filter(river=plan.river_id, state=PlanState.IN_FORCE).exclude(pk=plan.pk).first()
        if other:
            raise ValidationError(
                f"“{other}”正在执行，一条河湖只能有一份执行中的方案。请先将它办结或终止，或在其上修订。"
            )


def _check_carried(plan: Plan) -> None:
    """What was finished after the copy was made would be owed once more."""
    origins = PlanTask.objects.filter(copies__plan=plan).leaves().with_done().finished().order_by("serial")
    if names := [f"任务“{one}”在上一周期已经完成，请退回修改，删去后再审定。" for one in origins]:
        raise ValidationError(names)


def _take_over_reports(plan: Plan) -> None:
    """The same task goes on under the new version, with everything that was reported on it."""
    pairs = PlanTask.objects.filter(plan=plan, origin__plan=plan.previous_id).values_list("pk", "origin")
    for task, origin in pairs.order_by("pk"):
        TaskProgress.objects.filter(task=origin).update(task=task)


def return_plan(
    plan: Plan, *, by: Post | None, words: str, once: UUID | None = None, at: datetime | None = None
) -> PlanTransition:
    """退回修改."""
    return engine.carry_out(TABLE, plan, Step("return_plan", by, words=words, at=at or timezone.now(), once=once))


def finish_plan(plan: Plan, *, by: Post | None, once: UUID | None = None, at: datetime | None = None) -> PlanTransition:
    """办结: when every task is done. What is not done goes into the next cycle by a copy."""

    def _values(locked: Plan) -> dict[str, Any]:
        open_ = PlanTask.objects.filter(plan=locked).leaves().with_done().unfinished().order_by("serial")
        if number := open_.count():
            raise ValidationError(
                f"还有 {number} 项任务没有完成（如“{open_[0]}”），不能办结。请填报进展，或将它们转入下一周期，或终止方案。"
            )
        return {}

    return engine.carry_out(TABLE, plan, Step("finish_plan", by, _values, at=at or timezone.now(), once=once))


def stop_plan(
    plan: Plan, *, by: Post | None, words: str, once: UUID | None = None, at: datetime | None = None
) -> PlanTransition:
    """终止: nothing is owed any more; everything stays readable, and it can be resumed."""
    return engine.carry_out(TABLE, plan, Step("stop_plan", by, words=words, at=at or timezone.now(), once=once))


def resume_plan(
    plan: Plan, *, by: Post | None, words: str, once: UUID | None = None, at: datetime | None = None
) -> PlanTransition:
    """恢复执行: the way back from an ending that was a mistake."""

    def _values(locked: Plan) -> dict[str, Any]:
        hold_river(locked)
        check_alone(locked)
        return {}

    return engine.carry_out(TABLE, plan, Step("resume_plan", by, _values, words, at or timezone.now(), once))
