"""The months of three years of a section."""

from __future__ import annotations

from dataclasses import dataclass, field

from rivers.water.facts.words import class_chip, met_words
from rivers.water.models import Section, SectionMonth, WaterLimit
from rivers.water.rules.quality import Limit, classify, limits_of

# Months are read against the same month of the year before, and a trend against two of them.
MONTHS = 36


@dataclass(frozen=True)
class Cell:
    """One item's figure in a month; ``is_worse`` than the section's target."""

    name: str
    text: str = ""
    is_worse: bool = False


@dataclass(frozen=True)
class Row:
    month: SectionMonth
    chip: str
    met: str
    cells: list[Cell]


@dataclass(frozen=True)
class Trend:
    """The newest months first; ``items`` are (name, unit) of everything measured in them."""

    items: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    assessed: int = 0
    met: int = 0
    months: list[SectionMonth] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)  # by which the newest month was judged
    names: dict[str, tuple[str, str]] = field(default_factory=dict)


def trend_of(section: Section) -> Trend:
    """The last three years of a section; a handful of queries however many months."""
    months = list(section.months.select_related("standard").prefetch_related("readings")[:MONTHS])
    limits = {month.standard: [] for month in months if month.standard}
    for standard in limits:
        limits[standard] = limits_of(standard.limits.all())
    names = _names({reading.item for month in months for reading in month.readings.all()})
    rows = [_row(section, month, limits.get(month.standard, []), names) for month in months]
    assessed = [month for month in months if month.water_class is not None]
    met = sum(bool(month.is_met) for month in assessed)
    newest = next((limits[month.standard] for month in months if month.standard), [])
    return Trend(list(names.values()), rows, len(assessed), met, months, newest, names)


def _names(items: set[str]) -> dict[str, tuple[str, str]]:
    """Item code → (name, unit), in the standard's own order."""
    rows = WaterLimit.objects.filter(item__in=items).order_by("id").values_list("item", "item_name", "unit")
    known = {item: (name, unit) for item, name, unit in rows}
    return known | {item: (item, "") for item in sorted(items - set(known))}


def _row(section: Section, month: SectionMonth, limits: list[Limit], items: dict[str, tuple[str, str]]) -> Row:
    readings = {reading.item: reading for reading in month.readings.all()}
    values = {item: reading.value for item, reading in readings.items()}
    # The class of a single item is not stored; it is judged again, by the standard that month was judged by.
    by_item = classify(values, limits, section.body).by_item
    cells = [
        Cell(name, readings[item].reported, by_item.get(item, 0) > month.target) if item in readings else Cell(name)
        for item, (name, _) in items.items()
    ]
    return Row(month, class_chip(month.water_class), met_words(month.water_class, month.target), cells)
