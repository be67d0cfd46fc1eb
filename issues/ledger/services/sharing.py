"""协办: one unit answers for an issue, others help it. Common to all: as in ``steps``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department, Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Attach, Step
from issues.ledger.models import CoUnit, Issue, IssueTransition
from issues.ledger.services.photos import attach
from issues.ledger.workflow import TABLE

MOST, WIDTH = 8, 300


def named(units: Iterable[Department], *, lead: int | None, by: Post) -> dict[str, Any]:
    """What the issue says of those who help. Raises ValidationError at ``co_units``, NotAllowed outside the region."""
    units = list(units)
    if any(not by.region.contains(unit.region_id) for unit in units):
        raise NotAllowed("协办单位不在您的辖区内，请选择本辖区的单位。")
    told, wrong = "、".join(unit.name for unit in units), ""
    if any(unit.pk == lead for unit in units):
        wrong = "责任单位不能同时是协办单位，请去掉其中一处。"
    elif any(unit.kind == DepartmentKind.OFFICE for unit in units):
        wrong = "河长办不能作协办单位：它还要核查、销号。"
    elif len(units) > MOST or len(told) > WIDTH:
        wrong = f"协办单位最多 {MOST} 个，名称合计 {WIDTH} 字以内；请减少协办单位。"
    if wrong:
        raise ValidationError({"co_units": wrong})
    return {"co_names": told}


def shared_with(units: Sequence[Department]) -> Attach:
    """For the engine: these help, and no others; who has helped before keeps what was done."""

    def _share(issue: Issue, step: Any) -> None:
        wanted = {unit.pk for unit in units}
        CoUnit.objects.filter(issue=issue).exclude(unit_id__in=wanted).delete()
        there = set(CoUnit.objects.filter(issue=issue).values_list("unit_id", flat=True))
        CoUnit.objects.bulk_create([CoUnit(issue=issue, unit_id=pk) for pk in sorted(wanted - there)])

    return _share


def both(*acts: Attach) -> Attach:
    """For the engine: one after the other."""

    def _all(issue: Issue, step: Any) -> None:
        for act in acts:
            act(issue, step)

    return _all


def helpers_of(issue: Issue) -> list[Department]:
    return [part.unit for part in issue.co_units.select_related("unit").order_by("pk")]


def reopened(issue: Issue, step: Any) -> None:
    """For the engine: what was sent back may need those again who had done their part."""
    CoUnit.objects.filter(issue=issue, is_done=True).update(is_done=False)


def involve(
    issue: Issue,
    by: Post,
    *,
    co_units: Sequence[Department],
    words: str = "",
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """调整协办单位: these help from now on, or nobody."""

    def _values(locked: Issue) -> dict[str, Any]:
        told = named(co_units, lead=locked.unit_id, by=by)
        if set(co_units) == set(helpers_of(locked)):
            raise ValidationError({"co_units": "协办单位没有变化。"})
        return told

    step = Step("involve", by, _values, words.strip(), at or timezone.now(), once, attach=shared_with(co_units))
    return engine.carry_out(TABLE, issue, step)


def assist(
    issue: Issue,
    by: Post,
    *,
    words: str,
    is_done: bool = False,
    photos: Sequence[Upload] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """填报协办进展: what the helping unit has done of its part, and whether that is all."""
    hang = attach("assist", photos)

    def _note(locked: Issue, step: Any) -> None:
        hang(locked, step)
        if is_done:
            CoUnit.objects.filter(issue=locked, unit_id=by.department_id).update(is_done=True)

    return engine.carry_out(TABLE, issue, Step("assist", by, {}, words.strip(), at or timezone.now(), once, _note))
