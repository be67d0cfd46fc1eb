"""What people add to the figures: entries by hand and overrides. Each recomputes the round at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from assessment.figures.rules import scoring
from assessment.figures.rules.schemes import item_rule
from assessment.rounds import rules
from assessment.rounds.models import ManualEntry, Round, Score
from assessment.rounds.services.computing import reckon
from assessment.rounds.services.rounds import lock
from assessment.schemes.models import Indicator
from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import demand


@transaction.atomic
def add_entry(
    by: Post,
    *,
    round: Round,
    region: Region,
    indicator: Indicator,
    day: date,
    times: Decimal = Decimal(1),
    reason: str,
    at: datetime | None = None,
) -> ManualEntry:
    """Enter what no system counts (a spot check, a commendation, a veto) for a town of the round.

    Raises NotAllowed (role, frozen) and ValidationError (not a town or indicator of this round, day, times, reason).
    """
    at = at or timezone.now()
    locked = lock(round)
    demand(rules.may_enter(locked, by, indicator.kind))
    _check_entry(locked, region, indicator, day, times, reason)
    entry = ManualEntry.objects.create(
        round=locked, region=region, indicator=indicator, day=day, times=times, reason=reason.strip(),
        entered_by=by, entered_at=at,
    )  # fmt: skip
    _again(locked, at)
    after = {"region": region, "indicator": indicator, "day": day, "times": times, "reason": entry.reason}
    audit.record("entry.add", entry, post=by, after=after, at=at)
    return entry


def _again(round: Round, at: datetime) -> None:
    """Bring the figures up to date, once they have been computed at all."""
    if round.computed_at is not None:
        reckon(round, at)


def _check_entry(round: Round, region: Region, indicator: Indicator, day: date, times: Decimal, reason: str) -> None:
    errors: dict[str, str] = {}
    if indicator.scheme_id != round.scheme_id:
        errors["indicator"] = "该指标不属于本轮考核的方案。"
    if not round.subjects.filter(region=region).exists():
        errors["region"] = "该乡镇不在本轮考核对象之内。"
    if not (fits := rules.day_fits(round, day)):
        errors["day"] = fits.reason
    if not times > 0:
        errors["times"] = "数量应大于 0。"
    if not reason.strip():
        errors["reason"] = "请填写事由。"
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def withdraw_entry(by: Post, entry: ManualEntry, at: datetime | None = None) -> ManualEntry:
    """Take an entry back: it stays on the page, struck through, and counts no more."""
    at = at or timezone.now()
    locked = lock(entry.round)
    entry = ManualEntry.objects.select_related("round__region").get(pk=entry.pk)
    demand(rules.may_withdraw(entry, by))
    entry.withdrawn_at, entry.withdrawn_by = at, by
    entry.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _again(locked, at)
    audit.record("entry.withdraw", entry, post=by, after={"withdrawn_at": at}, at=at)
    return entry


@transaction.atomic
def override(by: Post, score: Score, *, value: Decimal | None, reason: str, at: datetime | None = None) -> Score:
    """Set the points of an indicator by hand, with a reason and a name; ``value`` None goes back to the computed ones.

    Survives every recomputation. Raises NotAllowed (role, frozen, 不参评) and ValidationError (bounds, reason).
    """
    at = at or timezone.now()
    locked = lock(score.subject.round)
    score = Score.objects.select_related("subject__round__region", "subject__region", "indicator").get(pk=score.pk)
    demand(rules.may_override(score, by))
    _check_override(score, value, reason)
    before = {"override": score.override, "reason": score.override_reason}
    score.override, score.override_by = value, by if value is not None else None
    score.override_reason = reason.strip() if value is not None else ""
    score.save(update_fields=["override", "override_by", "override_reason"])
    reckon(locked, at)
    after = {"override": value, "reason": reason.strip()}
    audit.record("score.override", score, post=by, before=before, after=after, at=at)
    score.refresh_from_db()
    return score


def _check_override(score: Score, value: Decimal | None, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "核定或恢复都须写明理由。"})
    if value is None:
        return
    low, high = scoring.bounds(item_rule(score.indicator), score.weight)
    if (low is not None and value < low) or (high is not None and value > high):
        raise ValidationError({"value": f"得分应{_span(low, high)}。"})


def _span(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return f"不高于 {high:.2f}（扣分填负数）"
    return f"不低于 {low:.2f}" if high is None else f"在 {low:.2f} 至 {high:.2f} 之间"
