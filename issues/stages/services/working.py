"""The stages of a confirmed plan: done, sent back, dropped with a reason, one more.

Common to all: as in ``planning``. A stage's step is a step of its plan, about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from hezhang.core.kernel.verdict import Verdict, yes_if
from hezhang.core.kernel.words import day_words
from hezhang.core.workflow import engine
from hezhang.core.workflow.errors import EvidenceMissing
from hezhang.core.workflow.steps import Step
from issues.stages import rules
from issues.stages.models import Stage, StageFile, StagePlan, StageTransition
from issues.stages.services.counting import count_stages
from issues.stages.services.planning import MOST, StageIn, demand_stages
from issues.stages.workflow import TABLE

NO_FILE = "请附照片或资料：阶段任务的完成要有佐证。"


def finish_stage(
    stage: Stage,
    by: Post,
    *,
    words: str,
    files: Sequence[Upload],
    once: UUID | None = None,
    at: datetime | None = None,
) -> StageTransition:
    """完成阶段任务: what was done, with photos or a document."""
    at = at or timezone.now()

    def _judge(locked: Stage) -> None:
        demand(rules.may_finish(locked, by), NotAllowed)
        if not files:
            raise EvidenceMissing(NO_FILE)

    def _file(locked: Stage, step: Any) -> None:
        StageFile.objects.bulk_create([StageFile(stage=locked, transition=step, upload=one) for one in files])

    told = {"done_at": at, "done_by": by.user, "done_words": words.strip()}
    return _on_stage(stage, Step("finish_stage", by, {}, words.strip(), at, once), _judge, told, _file)


def reopen_stage(
    stage: Stage, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> StageTransition:
    """退回阶段任务: not done as told; its old day holds, and what was told stays in the history."""
    told = {"done_at": None, "done_by": None, "done_words": ""}
    step = Step("reopen_stage", by, {}, words.strip(), at or timezone.now(), once)
    return _on_stage(stage, step, lambda locked: _refuse(rules.may_reopen(locked)), told)


def move_stage(
    stage: Stage,
    by: Post,
    *,
    due_on: date,
    words: str,
    once: UUID | None = None,
    at: datetime | None = None,
) -> StageTransition:
    """调整阶段任务时限: another day, for a reason; clock and reminders follow it, the old day stays in the history."""
    at = at or timezone.now()
    was = stage.due_on

    def _judge(locked: Stage) -> None:
        _refuse(rules.is_open(locked))
        _refuse(yes_if(locked.due_on == was, "这项阶段任务的时限刚才已由别人调整，请刷新后核对。"))
        if not (verdict := rules.may_move_to(locked, due_on, timezone.localdate(at))):
            raise ValidationError({"due_on": verdict.reason})

    said = f"{day_words(was)}改为{day_words(due_on)}：{words.strip()}" if words.strip() else ""
    return _on_stage(stage, Step("move_stage", by, {}, said, at, once), _judge, {"due_on": due_on})


def drop_stage(
    stage: Stage, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> StageTransition:
    """取消阶段任务: for a reason."""
    at = at or timezone.now()
    told = {"dropped_at": at, "dropped_why": words.strip()}
    step = Step("drop_stage", by, {}, words.strip(), at, once)
    return _on_stage(stage, step, lambda locked: _refuse(rules.is_open(locked)), told)


def add_stage(
    plan: StagePlan, by: Post, *, stage: StageIn, words: str, once: UUID | None = None, at: datetime | None = None
) -> StageTransition:
    """增加阶段任务: one more in a plan that runs, for a reason."""
    at = at or timezone.now()

    def _values(locked: StagePlan) -> dict[str, Any]:
        demand_stages(locked.issue, [stage], at)
        if locked.stages.count() >= MOST * 2:
            raise ValidationError("阶段任务太多了，请先取消不再需要的。")
        return {}

    def _add(locked: StagePlan, step: Any) -> None:
        made = {"name": stage.name, "unit": stage.unit, "due_on": stage.due_on, "amount": stage.amount}
        Stage.objects.create(plan=locked, measure=stage.measure, **made)
        count_stages(locked)

    said = f"{stage.name}：{words.strip()}" if words.strip() else ""
    return engine.carry_out(TABLE, plan, Step("add_stage", by, _values, said, at, once, attach=_add))


def _refuse(verdict: Verdict) -> None:
    """The stage has moved on since the page was drawn."""
    if not verdict:
        raise Refusal(verdict.reason, status=409)


def _on_stage(
    stage: Stage,
    step: Step,
    judge: Callable[[Stage], None],
    told: dict[str, Any],
    then: Callable[[Stage, Any], None] = lambda stage, step: None,
) -> StageTransition:
    """A step of the plan about one stage: judged and written under the plan's lock."""

    def _values(plan: StagePlan) -> dict[str, Any]:
        locked = plan.stages.select_related("plan__issue", "unit").get(pk=stage.pk)
        judge(locked)
        return {}

    def _write(plan: StagePlan, done: Any) -> None:
        locked = plan.stages.get(pk=stage.pk)
        for name, value in told.items():
            setattr(locked, name, value)
            setattr(stage, name, value)
        locked.save()
        then(locked, done)
        count_stages(plan)

    whole = Step(step.verb, step.by, _values, step.words, step.at, step.once, attach=_write, about={"stage": stage})
    with transaction.atomic():
        return engine.carry_out(TABLE, stage.plan, whole)
