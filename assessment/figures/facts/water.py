"""水质: section-months against their target, 劣Ⅴ months, and sections that rose a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assessment.figures.facts.base import ONE, ZERO, Fact, Quarter, Told, as_told, link
from assessment.schemes.models import Indicator
from hezhang.core.kernel.periods import Period, period_of
from hezhang.core.kernel.periods import previous as period_before
from rivers.water.choices import Monitored, WaterClass
from rivers.water.models import SectionMonth


def water_target(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Section-months that met the target ÷ section-months monitored; dry, frozen or without data: listed, not counted."""
    return [_month(month) for month in _months(quarter, quarter.first, quarter.as_of)]


def water_worse_v(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Section-months of class 劣Ⅴ."""
    months = _months(quarter, quarter.first, quarter.as_of)
    return [
        Fact(month.section.region_id, _told(month, f"水质劣Ⅴ类{_pollutants(month)}"), as_told, month.month, ONE)
        for month in months
        if month.water_class == WaterClass.WORSE
    ]


def water_rise(quarter: Quarter, indicator: Indicator) -> list[Fact]:
    """Sections whose class of the quarter is better than in the same quarter of last year (else: the one before).

    The class of a quarter is the mean of its monitored months' classes, rounded, halves to the worse class.
    """
    now = _classes(_months(quarter, quarter.first, quarter.as_of))
    last_year = _classes(_months(quarter, *_span(_year_ago(quarter))))
    before = _classes(_months(quarter, *_span(period_before(quarter.period))))
    facts, short = [], quarter.short
    for section, grade in now.items():
        base, words = (
            (last_year[section], f"上年同{short}") if section in last_year else (before.get(section), f"上{short}")
        )
        if base is not None and grade < base:
            detail = f"{words}{WaterClass(base).label}，本{short}{WaterClass(grade).label}"
            told = Told(section.name, detail, link("rivers:section", section.pk))
            facts.append(Fact(section.region_id, told, as_told, None, ONE))
    return facts


def _months(quarter: Quarter, first: date, last: date) -> list[SectionMonth]:
    rows = SectionMonth.objects.filter(quarter.within("section__region"), month__range=(first, last))
    return list(rows.select_related("section").order_by("section__code", "month"))


def _year_ago(quarter: Quarter) -> Period:
    """The same span of the year before; the last day decides, as a week of January may begin in December."""
    last = quarter.last
    return period_of(quarter.unit, last.replace(year=last.year - 1, day=min(last.day, 28)))


def _span(period: Period) -> tuple[date, date]:
    return period.start, period.end


def _classes(months: Iterable[SectionMonth]) -> dict:
    """Section → class of the quarter; sections without a monitored month are left out."""
    found = defaultdict(list)
    for month in months:
        if month.water_class is not None:
            found[month.section].append(month.water_class)
    return {section: mean_class(classes) for section, classes in found.items()}


def mean_class(classes: list[int]) -> int:
    """Mean of the monthly classes (1 to 6), rounded; a half counts as the worse class."""
    return int((Decimal(sum(classes)) / len(classes)).quantize(ONE, ROUND_HALF_UP))


def _month(month: SectionMonth) -> Fact:
    target = f"目标{month.get_target_display()}"
    # Listed with its reason, so that a town sees why a month is missing: 天津 too leaves reaches under construction out.
    if month.is_met is None:
        words, counted = f"{Monitored(month.monitored).label}，不参评", ZERO
    else:
        words = (
            f"{month.get_water_class_display()}，{target}，{'达标' if month.is_met else '未达标'}{_pollutants(month)}"
        )
        counted = ONE
    met = ONE if month.is_met else ZERO
    return Fact(month.section.region_id, _told(month, words), as_told, month.month, met, counted)


def _told(month: SectionMonth, words: str) -> Told:
    return Told(f"{month.section.name} {month.month:%Y年%m月}", words, link("rivers:section", month.section_id))


def _pollutants(month: SectionMonth) -> str:
    return f"（{month.main_pollutants}）" if month.main_pollutants else ""
