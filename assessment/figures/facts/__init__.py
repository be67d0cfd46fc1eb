"""The automatic indicators: one function each, from a quarter of a region to the facts behind every town's figure.

A figure is never counted beside its facts: it is their sum (``figure_of``), so number and list cannot disagree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from assessment.figures.facts.base import Fact, Quarter, Told, as_told, figure_of
from assessment.figures.facts.organisation import boards_overdue, chief_gaps
from assessment.figures.facts.patrolling import patrol_rate, patrol_zero
from assessment.figures.facts.rectifying import close_rate, late_issues, on_time_rate
from assessment.figures.facts.water import water_rise, water_target, water_worse_v
from assessment.schemes.choices import Calculation
from assessment.schemes.models import Indicator

__all__ = ["Fact", "Quarter", "Told", "as_told", "facts_of", "figure_of"]

FUNCTIONS: dict[str, Callable[[Quarter, Indicator], list[Fact]]] = {
    Calculation.CHIEF_GAPS: chief_gaps,
    Calculation.BOARDS_OVERDUE: boards_overdue,
    Calculation.PATROL_RATE: patrol_rate,
    Calculation.PATROL_ZERO: patrol_zero,
    Calculation.ON_TIME_RATE: on_time_rate,
    Calculation.CLOSE_RATE: close_rate,
    Calculation.LATE_ISSUES: late_issues,
    Calculation.WATER_TARGET: water_target,
    Calculation.WATER_WORSE_V: water_worse_v,
    Calculation.WATER_RISE: water_rise,
}


def facts_of(quarter: Quarter, indicator: Indicator) -> dict[str, list[Fact]]:
    """The facts of one automatic indicator, for towns that have any; what lies in no town of the round is left out."""
    rows: dict[str, list[Fact]] = defaultdict(list)
    for fact in FUNCTIONS[indicator.calculation](quarter, indicator):
        rows[fact.region_id].append(fact)
    found: dict[str, list[Fact]] = {}
    for region, facts in rows.items():
        town = quarter.town_of(region)
        if town is not None:
            found.setdefault(town, []).extend(facts)
    return found
