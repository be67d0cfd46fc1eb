"""巡河履职: periods met over periods owed, and chiefs who never walked."""

from __future__ import annotations

from decimal import Decimal

from assessment.figures.facts.base import ONE, Fact, Quarter, Told, link
from assessment.schemes.models import Indicator
from patrols.norms.rules.duty import ChiefDuty

NAMED = 6  # missed periods that the row names; the chief's page lists them all


def patrol_rate(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """One row per chief of the town and its villages: periods met, periods owed (those that end in the quarter)."""
    return [
        Fact(
            duty.region_id,
            duty,
            _met,
            counts_in=Decimal(duty.met_count),
            counts_of=Decimal(duty.due_count),
        )
        for duty in quarter.duties
        if duty.due_count
    ]


def patrol_zero(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Chiefs who owed something in the quarter and have not one patrol that counts."""
    return [
        Fact(duty.region_id, duty, _never, quarter.as_of, ONE)
        for duty in quarter.duties
        if duty.due_count and not duty.patrol_count and not any(one.patrol_ids for one in duty.due)
    ]


def _told(duty: ChiefDuty, words: str) -> Told:
    who = f"{duty.post.region.name} {duty.post.user.name}（{duty.post.tier.label}河长）"
    return Told(who, words, link("patrols:duty_chief", duty.post.pk))


def _met(duty: ChiefDuty) -> Told:
    return _told(duty, _missed(duty))


def _never(duty: ChiefDuty) -> Told:
    return _told(duty, f"应巡 {duty.due_count} 期，一次未巡")


def _missed(duty: ChiefDuty) -> str:
    missed = [one.period.label for one in duty.missed]
    words = f"应完成 {duty.due_count} 期，已完成 {duty.met_count} 期"
    if missed:
        more = f" 等 {len(missed)} 期" if len(missed) > NAMED else ""
        words += f"；未完成：{'、'.join(missed[:NAMED])}{more}"
    return words
