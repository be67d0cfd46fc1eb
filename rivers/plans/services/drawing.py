"""A plan begins, and its head is put right while it is a draft."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from hezhang.core.kernel.refusal import Refusal, demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.engine import lock
from hezhang.core.workflow.steps import Step
from rivers.plans import rules
from rivers.plans.choices import PlanKind
from rivers.plans.models import Plan, PlanTransition
from rivers.plans.services.terms import end_of_cycle
from rivers.plans.workflow import TABLE
from rivers.registry.models import River
from rivers.registry.services import saving

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region

EDITABLE = {"title", "number", "starts_on", "ends_on", "summary"}
NO_DRAFT = "现为“{}”，清单不能直接修改。编制中的方案才能修改：待审定的请先退回修改，执行中的请先修订。"


def must_write(region_code: str, by: Post | None) -> None:
    """NotAllowed unless the post may write plans of this region; None stands for set-up."""
    if by is not None:
        demand(rules.may_write(by, region_code))


def hold_draft(plan: Plan, by: Post | None) -> Plan:
    """The plan, locked, while its lists may be written: of two who write at once the second waits."""
    held = lock(plan)
    must_write(held.region_id, by)
    if not held.is_draft:
        raise Refusal(NO_DRAFT.format(held.get_state_display()), status=409)
    return held


@transaction.atomic
def draw_plan(
    *, by: Post | None, kind: str, title: str, starts_on: date, ends_on: date | None = None, river: River | None = None,
    region: Region | None = None, number: str = "", summary: str = "", once: UUID | None = None, at: datetime | None = None,
) -> Plan:  # fmt: skip
    """Begin a plan. A river's belongs to the region of the river; without an end it lasts a cycle, another a year.

    The same form sent twice is one plan. Raises ValidationError by field, NotAllowed.
    """
    known = PlanTransition.objects.filter(once=once, verb="draw_plan").first() if once else None
    if known:
        return known.plan
    saving.check("river", rules.must_have_river(kind, river is not None))
    where = river.region if river else region
    if where is None:
        raise ValidationError({"region": "请选择所属区划。"})
    must_write(where.code, by)
    plan = Plan(
        kind=kind, title=title.strip(), number=number.strip(), river=river, region=where, starts_on=starts_on,
        ends_on=ends_on or _end(kind, river, starts_on), summary=summary.strip(), state_since=at or timezone.now(),
    )  # fmt: skip
    _check_dates(plan)
    plan.full_clean()
    engine.begin(TABLE, plan, Step("draw_plan", by, at=at or timezone.now(), once=once))
    return plan


def _end(kind: str, river: River | None, starts_on: date) -> date:
    return end_of_cycle(river, starts_on) if kind == PlanKind.RIVER and river else date(starts_on.year, 12, 31)


@transaction.atomic
def edit_plan(plan: Plan, values: dict[str, Any], *, by: Post | None, seen: int | None = None) -> Plan:
    """Change the head of a draft. Raises EditedMeanwhile when ``seen`` (its version) is stale."""
    hold_draft(plan, by)
    values = {name: value for name, value in values.items() if name in EDITABLE}
    edited = Plan.objects.get(pk=plan.pk)
    for name, value in values.items():
        setattr(edited, name, value)
    _check_dates(edited)
    saving.update(plan, values, seen, "plan.edit", by=by)
    return plan


def _check_dates(plan: Plan) -> None:
    if plan.ends_on < plan.starts_on:
        raise ValidationError({"ends_on": "结束日期不能早于开始日期。"})
    span = plan.tasks.aggregate(first=Min("starts_on"), last=Max("due_on")) if plan.pk else {}
    first, last = span.get("first"), span.get("last")
    if first and last and not (plan.starts_on <= first and last <= plan.ends_on):
        raise ValidationError({"ends_on": f"任务的起止为 {first} 至 {last}，方案周期须包括它们；请先调整任务。"})
