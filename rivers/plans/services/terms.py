"""What is set by place about plans: how long a cycle lasts, when an owner is reminded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.plans.choices import CYCLE, TermWhat
from rivers.plans.models import PlanTerm
from rivers.plans.rules import SHIPPED, cycle_end
from rivers.registry.models import Reach, River


def amounts_of(rows: Iterable[PlanTerm]) -> dict[str, int]:
    """The figures by what they are about; what ships where a place has none."""
    return {what.value: amount for what, amount in SHIPPED.items()} | {row.what: row.amount for row in rows}


def end_of_cycle(river: River, starts_on: date) -> date:
    """The last day of a cycle that begins then, by the tier of the river's highest chief."""
    tiers = set(Reach.objects.filter(river=river).standing(starts_on).order_by().values_list("tier", flat=True))
    top = next((tier for tier in TIER_ORDER if tier in tiers), Tier(river.region.tier))
    years = amounts_of(PlanTerm.objects.in_force(river.region_id))[CYCLE[top]]
    return cycle_end(starts_on, years)


def days_ahead(rows: Iterable[PlanTerm]) -> list[int]:
    """How many days before a due date reminders are sent, the farthest first."""
    amounts = amounts_of(rows)
    return sorted({amounts[TermWhat.FIRST], amounts[TermWhat.LAST]}, reverse=True)
