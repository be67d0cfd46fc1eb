"""The ways back and the by-ways: recall, reassign, correct, remind, extend, suspend. All of them go through the engine.

Common to all: as in ``steps``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.models import Department, Post
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.clocks import rules as clocks
from issues.ledger import rules
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.services import timing
from issues.ledger.services.sharing import both, named, shared_with
from issues.ledger.services.steps import NO_UNIT, timed, untimed
from issues.ledger.workflow import TABLE

CORRECTED = ("category", "severity", "track", "place", "text", "list_level", "outside_number")


def recall(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """撤回交办: handed to the wrong unit, and noticed before it was signed for."""
    at = at or timezone.now()
    return engine.carry_out(TABLE, issue, Step("recall", by, NO_UNIT, words.strip(), at, once, attach=untimed(at)))


def reassign(
    issue: Issue,
    by: Post,
    *,
    unit: Department | None,
    requirement: str,
    due_on: date | None,
    words: str,
    co_units: Sequence[Department] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """改派: to another unit, with a clock of its own. What the first one has filed stays in the record."""
    at = at or timezone.now()
    today = timezone.localdate(at)

    def _values(locked: Issue) -> dict[str, Any]:
        if unit and not by.region.contains(unit.region_id):
            raise NotAllowed("责任单位不在您的辖区内，请选择本辖区的单位。")
        if unit and unit.pk == locked.unit_id:
            raise ValidationError({"unit": "这就是现在的责任单位。只改时限的，请责任单位申请延期。"})
        if not (verdict := clocks.may_be_due(due_on, today)):
            raise ValidationError({"due_on": verdict.reason})
        new = {"unit": unit, "requirement": requirement.strip(), "due_on": due_on, "dispatched_at": at}
        helped = named(co_units, lead=unit.pk if unit else None, by=by)
        return NO_UNIT | {"measures": "", "return_reason": ""} | new | helped

    attached = both(timed(at), shared_with([]), shared_with(co_units))
    return engine.carry_out(TABLE, issue, Step("reassign", by, _values, words.strip(), at, once, attach=attached))


def correct(
    issue: Issue,
    by: Post,
    *,
    values: Mapping[str, Any],
    words: str,
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """更正: ``CORRECTED`` fields of what was registered; the journal and the step keep what it was. The clock stays."""

    def _changed(locked: Issue) -> dict[str, Any]:
        told = {name: value for name, value in values.items() if name in CORRECTED}
        changed = {name: value for name, value in told.items() if getattr(locked, name) != value}
        if not changed:
            raise ValidationError("没有改动。请先改正有误的内容，再提交。")
        return changed

    return engine.carry_out(TABLE, issue, Step("correct", by, _changed, words.strip(), at or timezone.now(), once))


def nudge(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """催办: the unit is asked to say how far it is."""
    at = at or timezone.now()
    return engine.carry_out(TABLE, issue, Step("nudge", by, {"nudged_at": at}, words.strip(), at, once))


def answer(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """答复催办."""
    step = Step("answer", by, {"nudged_at": None}, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, issue, step)


def ask_extension(
    issue: Issue, by: Post, *, until: date, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """申请延期: until a later day, for a reason; the clock runs on until the office has answered."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        due = locked.due_on
        if due and not (verdict := clocks.may_extend_to(until, due, timezone.localdate(at))):
            raise ValidationError({"until": verdict.reason})
        return {"asked_until": until}

    return engine.carry_out(TABLE, issue, Step("ask_extension", by, _values, words.strip(), at, once))


def grant_extension(
    issue: Issue, by: Post, *, until: date, words: str = "", once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """批准延期: as asked, or until another day."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        due = locked.due_on
        if due and not (verdict := clocks.may_extend_to(until, due, timezone.localdate(at))):
            raise ValidationError({"until": verdict.reason})
        return {"due_on": until, "asked_until": None}

    def _extend(locked: Issue, step: Any) -> None:
        timing.extend(locked, until, words.strip(), at)

    return engine.carry_out(TABLE, issue, Step("grant_extension", by, _values, words.strip(), at, once, attach=_extend))


def refuse_extension(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """驳回延期: the old deadline stands."""
    step = Step("refuse_extension", by, {"asked_until": None}, words.strip(), at or timezone.now(), once)
    return engine.carry_out(TABLE, issue, step)


def redate(
    issue: Issue, by: Post, *, words: str = "", once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """按日历改期: the table of working days has changed, and the office takes over the day that it gives now."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        return {"due_on": rules.due_by(rules.clock_of(locked), Calendar.load())}

    return engine.carry_out(TABLE, issue, Step("redate", by, _values, words.strip(), at, once))


def suspend(
    issue: Issue, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """挂起: for an objective reason nobody can go on; the clock stands still from tomorrow."""
    at = at or timezone.now()
    due: list[date] = []

    def _values(locked: Issue) -> dict[str, Any]:
        due.extend([locked.due_on] if locked.due_on else [])
        return {"due_on": None}

    def _pause(locked: Issue, step: Any) -> None:
        timing.pause(locked, due[0], words.strip(), at)

    return engine.carry_out(TABLE, issue, Step("suspend", by, _values, words.strip(), at, once, attach=_pause))


def resume(
    issue: Issue, by: Post, *, words: str = "", once: UUID | None = None, at: datetime | None = None
) -> IssueTransition:
    """恢复办理: the clock runs on from tomorrow, and the deadline is later by the working days that were lost."""
    at = at or timezone.now()

    def _values(locked: Issue) -> dict[str, Any]:
        return {"due_on": timing.due_after_lifting(locked, at)}

    def _lift(locked: Issue, step: Any) -> None:
        timing.lift(locked, at)

    return engine.carry_out(TABLE, issue, Step("resume", by, _values, words.strip(), at, once, attach=_lift))
