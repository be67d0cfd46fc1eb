"""A scheme as the edit page hands it in, and what makes one sound."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.schemes.choices import IndicatorShape
from assessment.schemes.rules.catalogue import faults, filled

ZERO, FULL = Decimal(0), Decimal(100)
PLAIN = frozenset({IndicatorShape.BONUS, IndicatorShape.OVERALL, IndicatorShape.VETO})


@dataclass(slots=True)
class GroupIn:
    """``key`` only ties indicators to groups within one submission."""

    key: str
    name: str
    points: Decimal


@dataclass(slots=True)
class IndicatorIn:
    """``group`` is a GroupIn key, "" for what counts for the whole; ``calculation`` is "" for entries by hand."""

    code: str
    name: str
    group: str
    shape: str
    points: Decimal
    calculation: str = ""
    cap: Decimal | None = None
    parameters: dict[str, int] = field(default_factory=dict)
    rule: str = ""


@dataclass(slots=True)
class BandIn:
    """A band from ``at_least`` points on."""

    name: str
    at_least: Decimal
    is_cap: bool = False


@dataclass(slots=True)
class SchemeIn:
    """All of a scheme; lists in the order in which they show."""

    name: str
    basis: str
    bonus_cap: Decimal
    groups: list[GroupIn] = field(default_factory=list)
    indicators: list[IndicatorIn] = field(default_factory=list)
    bands: list[BandIn] = field(default_factory=list)


def errors_of(data: SchemeIn) -> list[str]:
    """What is wrong with the scheme, in sentences; empty when it may be used."""
    return [*_group_errors(data), *_indicator_errors(data), *_band_errors(data)]


def _twice(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _group_errors(data: SchemeIn) -> list[str]:
    found = [f"分组“{name}”重复。" for name in _twice([group.name for group in data.groups])]
    whole = sum((group.points for group in data.groups), ZERO)
    if whole != FULL:
        found.append(f"各分组满分之和应为 100，现为 {whole.normalize():f}。")
    found += [f"分组“{group.name}”的满分应大于 0。" for group in data.groups if group.points <= 0]
    for group in data.groups:
        rates = [one for one in data.indicators if one.group == group.key and one.shape == IndicatorShape.RATE]
        claimed = sum((one.points for one in rates), ZERO)
        if claimed > group.points:
            found.append(f"分组“{group.name}”中按比率计分的指标合计 {claimed.normalize():f} 分，超过本组满分。")
    return found


def _indicator_errors(data: SchemeIn) -> list[str]:
    found = [f"指标“{name}”重复。" for name in _twice([one.name for one in data.indicators])]
    found += _same_twice(data)
    keys = {group.key for group in data.groups}
    for one in data.indicators:
        found += faults(one.name, one.calculation, one.shape, one.parameters)
        if one.group and one.group not in keys:
            found.append(f"指标“{one.name}”所属的分组已删除，请改选。")
        if not one.group and one.shape not in PLAIN:
            found.append(f"指标“{one.name}”须选择分组；只有加分、总分倒扣和一票否决可以不属于分组。")
        if one.group and one.shape in (IndicatorShape.VETO, IndicatorShape.OVERALL):
            found.append(f"指标“{one.name}”作用于总分，不能放在分组内。")
        if one.shape != IndicatorShape.VETO and one.points <= 0:
            found.append(f"指标“{one.name}”的分值应大于 0。")
    return found


def _same_twice(data: SchemeIn) -> list[str]:
    """A calculation may stand in a scheme twice (a rate and a fine, two days of grace), but not twice the same."""
    first: dict[tuple[str, str, str], str] = {}
    found = []
    for one in data.indicators:
        key = (one.calculation, one.shape, str(sorted(filled(one.calculation, one.parameters).items())))
        if one.calculation and key in first:
            found.append(f"指标“{one.name}”与“{first[key]}”的取数、计分方式和参数都相同。")
        first.setdefault(key, one.name)
    return found


def _band_errors(data: SchemeIn) -> list[str]:
    if not data.bands:
        return ["至少要有一个等次。"]
    found = [f"等次“{name}”重复。" for name in _twice([band.name for band in data.bands])]
    found += [
        f"有两个等次的最低分都是 {score}。"
        for score in _twice([f"{band.at_least.normalize():f}" for band in data.bands])
    ]
    if min(band.at_least for band in data.bands) > 0:
        found.append("最低的等次应从 0 分起。")
    if sum(band.is_cap for band in data.bands) != 1:
        found.append("请指定一个“一票否决后最高等次”。")
    return found
