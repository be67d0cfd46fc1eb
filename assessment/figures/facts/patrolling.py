"""巡河履职: periods met over periods owed, and chiefs who never walked."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from assessment.figures.facts.base import ONE, Fact, Quarter, Told, link
from assessment.schemes.models import Indicator
from patrols.norms.rules.duty import ChiefDuty

NAMED = 6  # missed periods that the row names; the chief's page lists them all


def patrol_rate(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """One row per chief of the town and its villages: periods met, periods owed (those that end in the quarter)."""
    words = partial(_met, quarter)
    return [
        Fact(duty.region_id, duty, words, None, Decimal(duty.met_count), Decimal(due))
        for duty in quarter.duties
        if (due := duty.due_count)
    ]


def patrol_zero(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Chiefs who owed something in the quarter and have not one patrol that counts."""
    words = partial(_never, quarter)
    return [
        Fact(duty.region_id, duty, words, quarter.as_of, ONE)
        for duty in quarter.duties
        if duty.due_count and not duty.has_walked
    ]


def _told(quarter: Quarter, duty: ChiefDuty, words: str) -> Told:
    return Told(quarter.chiefs[duty.post_id], words, link("patrols:duty_chief", duty.post_id))


def _met(quarter: Quarter, duty: ChiefDuty) -> Told:
    return _told(quarter, duty, _missed(duty))


def _never(quarter: Quarter, duty: ChiefDuty) -> Told:
    return _told(quarter, duty, f"应巡 {duty.due_count} 期，一次未巡")


def _missed(duty: ChiefDuty) -> str:
    missed = [one.period.label for one in duty.missed]
    words = f"应完成 {duty.due_count} 期，已完成 {duty.met_count} 期"
    if missed:
        more = f" 等 {len(missed)} 期" if len(missed) > NAMED else ""
        words += f"；未完成：{'、'.join(missed[:NAMED])}{more}"
    return words
