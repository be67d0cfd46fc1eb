"""What the calculations need: declared here, so that a scheme can be checked before anything is reckoned by it.

A calculation that is declared is reckoned by the function of its name in ``figures/facts``; a test holds both to one
another. A new one is declared here with the parameters that an office may set, and the form asks for them by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessment.schemes.choices import Calculation, IndicatorShape, SubjectKind

PLACES = frozenset({SubjectKind.TOWN, SubjectKind.COUNTY})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number that an office sets for an indicator."""

    name: str
    label: str
    default: int
    lowest: int
    highest: int
    unit: str


@dataclass(frozen=True, slots=True)
class Declared:
    """``needs``: the records it reads, in words. ``is_rate``: whether it gives a numerator and a denominator."""

    code: Calculation
    needs: str
    is_rate: bool = False
    parameters: tuple[Parameter, ...] = ()
    subjects: frozenset[SubjectKind] = PLACES


GRACE = Parameter("grace_days", "宽限天数", 0, 0, 366, "天")
CATALOGUE: dict[str, Declared] = {
    one.code: one
    for one in (
        Declared(Calculation.CHIEF_GAPS, "河段、河长任职"),
        Declared(Calculation.BOARDS_OVERDUE, "公示牌、河长任职", parameters=(GRACE,)),
        Declared(Calculation.PATROL_RATE, "巡河频次、巡河记录", is_rate=True),
        Declared(Calculation.PATROL_ZERO, "巡河频次、巡河记录"),
        Declared(Calculation.ON_TIME_RATE, "问题台账", is_rate=True),
        Declared(Calculation.CLOSE_RATE, "问题台账", is_rate=True),
        Declared(Calculation.LATE_ISSUES, "问题台账"),
        Declared(Calculation.WATER_TARGET, "断面水质", is_rate=True),
        Declared(Calculation.WATER_WORSE_V, "断面水质"),
        Declared(Calculation.WATER_RISE, "断面水质"),
    )
}
PARAMETERS: dict[str, Parameter] = {one.name: one for each in CATALOGUE.values() for one in each.parameters}


def parameters_of(calculation: str) -> tuple[Parameter, ...]:
    """What an office may set for the calculation; nothing for entries by hand."""
    return CATALOGUE[calculation].parameters if calculation in CATALOGUE else ()


def filled(calculation: str, given: Mapping[str, Any]) -> dict[str, int]:
    """The calculation's parameters, those not given by default; what it does not know is left out."""
    return {one.name: int(given.get(one.name, one.default)) for one in parameters_of(calculation)}


def faults(name: str, calculation: str, shape: str, given: Mapping[str, Any]) -> list[str]:
    """What keeps the calculation from being used so, in sentences that name the indicator."""
    declared = CATALOGUE.get(calculation)
    is_rate = declared is not None and declared.is_rate
    found = []
    if declared is None and calculation:
        found.append(f"指标“{name}”的取数方式不存在，请改选。")
    elif is_rate != (shape == IndicatorShape.RATE):
        source = f"“{Calculation(calculation).label}”" if calculation else "人工录入"
        found.append(
            f"指标“{name}”：{source}{'算出的是比率，计分方式应为“满分 × 比率”' if is_rate else '只有次数，不能按比率计分'}。"
        )
    known = {one.name for one in parameters_of(calculation)}
    found += [
        f"指标“{name}”的取数不用“{PARAMETERS[key].label}”，请留空。"
        for key in given
        if key in PARAMETERS and key not in known
    ]
    for one in parameters_of(calculation):
        if not one.lowest <= int(given.get(one.name, one.default)) <= one.highest:
            found.append(f"指标“{name}”的{one.label}应在 {one.lowest} 至 {one.highest} {one.unit}之间。")
    return found
