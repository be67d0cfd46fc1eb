"""What people add to the figures: entries by hand and overrides. Each is a step of the round and reckons it anew."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.figures.rules import scoring
from assessment.figures.rules.schemes import item_rule
from assessment.rounds import rules
from assessment.rounds.models import ManualEntry, Round, RoundTransition, Score
from assessment.rounds.services.computing import reckon
from assessment.rounds.workflow import TABLE
from assessment.schemes.choices import IndicatorKind
from assessment.schemes.models import Indicator
from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import demand
from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step


def add_entry(
    round_: Round,
    *,
    by: Post,
    region: Region,
    indicator: Indicator,
    day: date,
    times: Decimal = Decimal(1),
    reason: str,
    once: UUID | None = None,
    at: datetime | None = None,
) -> RoundTransition:
    """人工录入: what no system counts (a spot check, a commendation, a veto) for a town of the round.

    Raises ValidationError (not a town or a manual indicator of this round, day, times, reason).
    """
    at, reason = at or timezone.now(), reason.strip()
    facts = {"region": region, "indicator": indicator, "day": day, "times": times, "reason": reason}

    def _entered(locked: Round) -> dict[str, Any]:
        _check_entry(locked, region, indicator, day, times, reason)
        entry = ManualEntry.objects.create(round=locked, entered_by=by, entered_at=at, **facts)
        audit.record("entry.add", entry, post=by, after=facts, at=at)
        return _again(locked, at)

    words = _entry_words(region, indicator, times, reason)
    step = Step("add_entry", by, _entered, words, at, once, about={"region": region})
    return engine.carry_out(TABLE, round_, step)


def _entry_words(region: Region, indicator: Indicator, times: Decimal, reason: str) -> str:
    """How the steps of the round tell of an entry."""
    return f"{region.name} {indicator.name} ×{Decimal(times).normalize():f}：{reason}"


def _again(round_: Round, at: datetime) -> dict[str, Any]:
    """Bring the figures up to date, once they have been computed at all."""
    return reckon(round_, at) if round_.computed_at is not None else {}


def _check_entry(round_: Round, region: Region, indicator: Indicator, day: date, times: Decimal, reason: str) -> None:
    errors: dict[str, str] = {}
    if indicator.scheme_id != round_.scheme_id:
        errors["indicator"] = "该指标不属于本轮考核的方案。"
    elif indicator.kind != IndicatorKind.MANUAL:
        errors["indicator"] = "自动计算的指标不能人工录入，请用“人工核定”。"
    if not round_.subjects.filter(region=region).exists():
        errors["region"] = "该乡镇不在本轮考核对象之内。"
    if not (fits := rules.day_fits(round_, day)):
        errors["day"] = fits.reason
    if not times > 0:
        errors["times"] = "数量应大于 0。"
    if not reason:
        errors["reason"] = "请填写事由。"
    if errors:
        raise ValidationError(errors)


def withdraw_entry(
    entry: ManualEntry, *, by: Post, once: UUID | None = None, at: datetime | None = None
) -> RoundTransition:
    """撤销录入: it stays on the page, struck through, and counts no more."""
    at = at or timezone.now()

    def _withdrawn(locked: Round) -> dict[str, Any]:
        fresh = ManualEntry.objects.get(pk=entry.pk)
        demand(rules.may_withdraw(fresh))
        fresh.withdrawn_at, fresh.withdrawn_by = at, by
        fresh.save(update_fields=["withdrawn_at", "withdrawn_by"])
        audit.record("entry.withdraw", fresh, post=by, after={"withdrawn_at": at}, at=at)
        return _again(locked, at)

    words = _entry_words(entry.region, entry.indicator, entry.times, entry.reason)
    step = Step("withdraw_entry", by, _withdrawn, words, at, once, about={"region": entry.region})
    return engine.carry_out(TABLE, entry.round, step)


def override(
    score: Score,
    *,
    by: Post,
    value: Decimal | None,
    reason: str,
    once: UUID | None = None,
    at: datetime | None = None,
) -> RoundTransition:
    """人工核定: set the points of an indicator by hand, with a reason; ``value`` None goes back to the computed ones.

    Survives every recomputation. Raises NotAllowed (不参评, a veto) and ValidationError (bounds, reason).
    """
    at, reason = at or timezone.now(), reason.strip()

    def _overridden(locked: Round) -> dict[str, Any]:
        fresh = Score.objects.select_related("subject__region", "indicator").get(pk=score.pk)
        demand(rules.may_override(fresh))
        _check_override(fresh, value, reason)
        before = {"override": fresh.override, "reason": fresh.override_reason}
        _set(fresh, by, value, reason)
        after = {"override": value, "reason": reason}
        audit.record("score.override", fresh, post=by, before=before, after=after, at=at)
        return reckon(locked, at)

    town = score.subject.region
    points = "恢复为计算得分" if value is None else f"核定为 {value:.2f} 分"
    words = f"{town.name} {score.indicator.name} {points}：{reason}"
    step = Step("override", by, _overridden, words, at, once, about={"region": town})
    return engine.carry_out(TABLE, score.subject.round, step)


def _set(score: Score, by: Post, value: Decimal | None, reason: str) -> None:
    score.override, score.override_by = value, by if value is not None else None
    score.override_reason = reason if value is not None else ""
    score.save(update_fields=["override", "override_by", "override_reason"])


def _check_override(score: Score, value: Decimal | None, reason: str) -> None:
    if not reason:
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
