"""A round as a whole: opened, computed as often as one likes, frozen once. All of it goes through the engine.

Common to all steps of a round: ``once`` is the form's own number (a double click is one step), ``at`` the time of the
act (default now). Raised: NotAllowed 403, SomebodyWasFaster 409 (the round is frozen), ValidationError 422.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.rounds import rules
from assessment.rounds.models import Round, RoundTransition, Subject
from assessment.rounds.services.computing import reckon
from assessment.rounds.services.sealing import digest_of, wrong_sums
from assessment.rounds.workflow import TABLE
from assessment.schemes.choices import SubjectKind
from assessment.schemes.models import Scheme
from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.refusal import demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step

THERE = "该期的考核已经建立，请直接打开。"


def open_(
    *,
    by: Post,
    scheme: Scheme,
    region: Region,
    period: Period,
    kind: str = SubjectKind.TOWN,
    at: datetime | None = None,
) -> Round:
    """开展: a new round over the towns (or counties) of the region, not yet computed.

    Raises NotAllowed (not this region's office) and ValidationError (already there, not begun, no towns).
    """
    at = at or timezone.now()
    same = {"region": region, "span": period.unit, "starts_on": period.start, "subject_kind": kind}
    made = Round(scheme=scheme, ends_on=period.end, **same)
    demand(TABLE.may(made, "open", by, at))
    if period.start > timezone.localdate(at):
        raise ValidationError("考核期尚未开始，不能开展考核。")
    if Round.objects.filter(**same).exists():
        raise ValidationError(THERE)
    places = _subjects_in(region, kind)
    try:
        with transaction.atomic():
            engine.begin(TABLE, made, Step("open", by, at=at, attach=lambda round_, _: _enrol(round_, places)))
    except IntegrityError:  # two at once: the unique span let the other one in
        raise ValidationError(THERE) from None
    return made


def _subjects_in(region: Region, kind: str) -> list[Region]:
    """The places that are assessed."""
    if kind not in rules.TIER_OF:
        raise ValidationError(f"暂不能以{SubjectKind(kind).label}为考核对象。")
    places = list(Region.objects.subtree(region).filter(tier=rules.TIER_OF[SubjectKind(kind)]))
    if not places:
        raise ValidationError(f"本区划下没有{SubjectKind(kind).label}，没有可考核的对象。")
    return places


def _enrol(round_: Round, places: Iterable[Region]) -> None:
    Subject.objects.bulk_create([Subject(round=round_, region=place) for place in places])


def compute(round_: Round, *, by: Post | None, once: UUID | None = None, at: datetime | None = None) -> RoundTransition:
    """重新计算: reckon the round anew, all or nothing; ``by`` is None for the system.

    Two at once wait for one another and give one result set.
    """
    at = at or timezone.now()
    step = Step("compute", by, lambda locked: reckon(locked, at), at=at, once=once)
    return engine.carry_out(TABLE, round_, step)


def freeze(round_: Round, *, by: Post, once: UUID | None = None, at: datetime | None = None) -> RoundTransition:
    """定稿: publish the round; its numbers stand for ever, sealed by a digest over scheme, totals, scores and rows.

    Refused with the reason: not the head, the span not over, not computed since.
    """
    at = at or timezone.now()

    def _sealed(locked: Round) -> dict[str, Any]:
        if wrong := wrong_sums(locked):
            raise ValidationError(f"“{wrong[0]}”与其依据不符，请重新计算后再定稿。")
        return {"frozen_at": at, "frozen_by": by, "digest": digest_of(locked)}

    return engine.carry_out(TABLE, round_, Step("freeze", by, _sealed, at=at, once=once))
