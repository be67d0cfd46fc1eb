"""A round: opened, computed as often as one likes, frozen once."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessment.rounds import rules
from assessment.rounds.choices import RoundState
from assessment.rounds.models import Round, Subject
from assessment.rounds.services.computing import reckon
from assessment.rounds.services.sealing import digest_of, wrong_sums
from assessment.schemes.choices import SubjectKind
from assessment.schemes.models import Scheme
from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit import services as audit
from hezhang.core.kernel.periods import Period
from hezhang.core.kernel.refusal import NotAllowed, demand


def lock(round: Round) -> Round:
    """The round's row, locked until the transaction ends: whoever computes, enters or freezes does so one at a time."""
    return Round.objects.select_for_update(of=("self",)).select_related("region", "scheme").get(pk=round.pk)


@transaction.atomic
def open_round(
    by: Post,
    *,
    scheme: Scheme,
    region: Region,
    period: Period,
    kind: str = SubjectKind.TOWN,
    at: datetime | None = None,
) -> Round:
    """A new round over the towns (or counties) of the region, not yet computed.

    Raises NotAllowed (not this region's office) and ValidationError (already there, not begun, no towns).
    """
    at = at or timezone.now()
    demand(rules.may_open_in(by, region))
    if period.start > timezone.localdate(at):
        raise ValidationError("考核期尚未开始，不能开展考核。")
    same = {"region": region, "span": period.unit, "starts_on": period.start, "subject_kind": kind}
    if Round.objects.filter(**same).exists():
        raise ValidationError("该期的考核已经建立，请直接打开。")
    if kind not in rules.TIER_OF:
        raise ValidationError(f"暂不能以{SubjectKind(kind).label}为考核对象。")
    towns = Region.objects.subtree(region).filter(tier=rules.TIER_OF[SubjectKind(kind)])
    if not towns:
        raise ValidationError(f"本区划下没有{SubjectKind(kind).label}，没有可考核的对象。")
    round = Round.objects.create(scheme=scheme, ends_on=period.end, **same)
    Subject.objects.bulk_create([Subject(round=round, region=town) for town in towns])
    audit.record("round.open", round, post=by, after={"scheme": scheme, "towns": len(towns)}, at=at)
    return round


@transaction.atomic
def compute(round: Round, by: Post | None = None, at: datetime | None = None) -> Round:
    """Reckon the round anew, all or nothing; ``by`` is None for the system.

    Two at once wait for one another and give one result set. Raises NotAllowed when frozen or not allowed.
    """
    at = at or timezone.now()
    locked = lock(round)
    if by is not None:
        demand(rules.may_work_on(locked, by))
    elif locked.is_frozen:
        raise NotAllowed(rules.FROZEN)
    reckon(locked, at)
    audit.record("round.compute", locked, post=by, after={"as_of": locked.as_of}, at=at)
    return _as(round, locked)


@transaction.atomic
def freeze(round_: Round, *, by: Post, at: datetime | None = None) -> Round:
    """Publish the round: its numbers stand for ever, sealed by a digest over scheme, totals, scores and rows.

    Raises NotAllowed with the reason (not the head, quarter not over, not computed since).
    """
    at = at or timezone.now()
    locked = lock(round_)
    demand(rules.may_freeze(locked, by, timezone.localdate(at)))
    if wrong := wrong_sums(locked):
        raise ValidationError(f"“{wrong[0]}”与其依据不符，请重新计算后再定稿。")
    locked.state, locked.frozen_at, locked.frozen_by = RoundState.FROZEN, at, by
    locked.digest = digest_of(locked)
    locked.save(update_fields=["state", "frozen_at", "frozen_by", "digest"])
    before = {"state": RoundState.RUNNING}
    audit.record("round.freeze", locked, post=by, before=before, after={"digest": locked.digest}, at=at)
    return _as(round_, locked)


def _as(round: Round, locked: Round) -> Round:
    """Bring the caller's object up to date."""
    for field in Round._meta.concrete_fields:
        setattr(round, field.attname, getattr(locked, field.attname))
    return round
