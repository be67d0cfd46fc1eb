"""The water of a river over its sections: the newest month, its quarter and its year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hezhang.core.kernel.periods import quarter_of
from rivers.water.choices import Monitored, WaterBody, WaterClass
from rivers.water.facts.words import class_chip
from rivers.water.models import SectionMonth, WaterStandard
from rivers.water.rules.quality import Limit, limits_of
from rivers.water.rules.rivers import LEAST_MONTHS, Water, judge, mean_of

Months = Mapping[int, list[SectionMonth]]


@dataclass(frozen=True)
class Line:
    """One period: ``how`` says by which method, ``note`` what is to be minded."""

    label: str
    water: Water
    chip: str
    how: str
    note: str = ""


def waters_of(sections: Iterable[Any]) -> list[Line]:
    """Of sections with ``latest_month`` (facts.sections); rivers and lakes apart, as their limits differ. Four questions."""
    rows = [section for section in sections if section.latest_month]
    if not rows:
        return []
    last = max(section.latest_month for section in rows)
    keys = [section.pk for section in rows]
    months = SectionMonth.objects.filter(section__in=keys, month__gte=date(last.year, 1, 1), month__lte=last)
    found: dict[int, list[SectionMonth]] = defaultdict(list)
    for month in months.filter(monitored=Monitored.YES).prefetch_related("readings"):
        found[month.section_id].append(month)
    standard = WaterStandard.objects.in_force(last)
    limits = limits_of(standard.limits.all()) if standard else []
    bodies = {section.pk: section.body for section in rows}
    several = len(set(bodies.values())) > 1
    lines = []
    for body in WaterBody:
        of_body = {key: held for key, held in found.items() if bodies[key] == body}
        lines += _lines(of_body, last, limits, body, f"（{body.label}断面）" if several else "")
    return lines


def _lines(found: Months, last: date, limits: Sequence[Limit], body: WaterBody, which: str) -> list[Line]:
    quarter = quarter_of(last)
    spans = [
        ("month", last, f"{last.year}年{last.month}月"),
        ("quarter", quarter.start, quarter.label),
        ("year", date(last.year, 1, 1), f"{last.year}年1—{last.month}月" if last.month > 1 else f"{last.year}年1月"),
    ]
    lines = [_line(unit, _within(found, first), limits, body, label + which) for unit, first, label in spans]
    return [line for line in lines if line.water.sections]


def _within(found: Months, first: date) -> Months:
    kept = {key: [month for month in months if month.month >= first] for key, months in found.items()}
    return {key: months for key, months in kept.items() if months}


def _line(unit: str, found: Months, limits: Sequence[Limit], body: WaterBody, label: str) -> Line:
    water = judge([_mean(months) for months in found.values()], limits, body)
    short = sum(len(months) < LEAST_MONTHS[unit] for months in found.values())
    note = f"{short} 个断面不足 {LEAST_MONTHS[unit]} 个月" if short else ""
    return Line(label, water, class_chip(water.water_class) or water.word, _how(water), note)


def _mean(months: Sequence[SectionMonth]) -> dict[str, Decimal]:
    return mean_of({reading.item: reading.value for reading in month.readings.all()} for month in months)


def _how(water: Water) -> str:
    """断面类别比例：Ⅰ～Ⅲ类 80%，劣Ⅴ类 20%; or the mean of the sections."""
    if not water.is_by_shares:
        return "各断面指标平均值，单因子评价" if water.sections > 1 else "单因子评价"
    good = sum(water.shares[one] for one in (WaterClass.I, WaterClass.II, WaterClass.III))
    return f"断面类别比例：Ⅰ～Ⅲ类 {good:.1f}%，劣Ⅴ类 {water.shares[WaterClass.WORSE]:.1f}%"
