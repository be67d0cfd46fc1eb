"""The plan: the unit proposes it with its stages, the office confirms it or sends it back.

Common to all: ``once`` is the form's own number, ``at`` the time of the act (default now).
Raised: NotAllowed 403, SomebodyWasFaster 409, Supplied 422, ValidationError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Department, Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.ledger.models import Issue
from issues.stages import rules
from issues.stages.models import Stage, StagePlan, StageTransition
from issues.stages.services.counting import count_stages
from issues.stages.workflow import TABLE

NO_STAGE = "请至少填一项阶段任务。"
MOST = 12


@dataclass(frozen=True)
class StageIn:
    """A stage as it is proposed."""

    name: str
    unit: Department
    due_on: date
    amount: Decimal | int | None = None
    measure: str = ""


def propose_stages(
    issue: Issue,
    by: Post,
    *,
    words: str,
    stages: Sequence[StageIn],
    file: Upload | None = None,
    once: UUID | None = None,
    at: datetime | None = None,
) -> StagePlan:
    """提交整改方案: what is to be done in which stages, by which day each."""
    at = at or timezone.now()
    with transaction.atomic():
        locked = engine.lock(issue)  # two handlers of one unit at once
        if (known := _sent_before(by, once)) is not None:
            return known
        demand(rules.may_propose(locked, by), NotAllowed)
        if StagePlan.objects.filter(issue=locked).exists():
            raise Refusal("本问题的整改方案已经提交过，请在方案的页面上办理。", status=409)
        demand_stages(locked, stages, at)
        plan = StagePlan(issue=locked, unit=locked.unit, words=words.strip(), file=file)
        step = Step("propose_stages", by, words=words.strip(), at=at, once=once, attach=_laid_out(stages))
        engine.begin(TABLE, plan, step)
    return plan


def _sent_before(by: Post, once: UUID | None) -> StagePlan | None:
    if once is None:
        return None
    steps = StageTransition.objects.filter(once=once, verb="propose_stages", user=by.user_id)
    step = steps.select_related("plan").first()
    return step.plan if step else None


def revise_stages(
    plan: StagePlan,
    by: Post,
    *,
    words: str,
    stages: Sequence[StageIn],
    file: Upload | None = None,
    once: UUID | None = None,
    at: datetime | None = None,
) -> StageTransition:
    """修改后再提交: the stages as they are now meant take the place of those that were sent back."""
    at = at or timezone.now()

    def _values(locked: StagePlan) -> dict[str, Any]:
        demand_stages(locked.issue, stages, at)
        return {"words": words.strip(), **({"file": file} if file else {})}

    step = Step("revise_stages", by, _values, words.strip(), at, once, attach=_laid_out(stages))
    return engine.carry_out(TABLE, plan, step)


def demand_stages(issue: Issue, stages: Sequence[StageIn], at: datetime) -> None:
    """At least one, each with an owner around the issue and a day to come."""
    if not stages:
        raise ValidationError(NO_STAGE)
    if len(stages) > MOST:
        raise ValidationError(f"阶段任务最多 {MOST} 项，请合并。")
    for one in stages:
        for verdict in (rules.is_owner(issue, one.unit), rules.may_be_due(one.due_on, timezone.localdate(at))):
            if not verdict:
                raise ValidationError(f"“{one.name}”：{verdict.reason}")


def _laid_out(stages: Sequence[StageIn]) -> Any:
    """For the engine: these, and no others; nothing has been done of a plan that was never confirmed."""

    def _lay(plan: StagePlan, step: Any) -> None:
        plan.stages.all().delete()
        for one in stages:
            made = {"name": one.name, "unit": one.unit, "due_on": one.due_on, "amount": one.amount}
            Stage.objects.create(plan=plan, measure=one.measure, **made)

    return _lay


def confirm_stages(
    plan: StagePlan, by: Post, *, once: UUID | None = None, at: datetime | None = None
) -> StageTransition:
    """确认方案: from now on each stage has its clock, and the issue cannot be applied for before the last is done."""
    at = at or timezone.now()

    def _start(done: StagePlan, step: Any) -> None:
        count_stages(done, at)

    values = {"confirmed_at": at, "confirmed_by": by.user}
    return engine.carry_out(TABLE, plan, Step("confirm_stages", by, values, at=at, once=once, attach=_start))


def return_stages(
    plan: StagePlan, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> StageTransition:
    """退回方案: with what is missing."""
    step = Step("return_stages", by, {}, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, plan, step)
