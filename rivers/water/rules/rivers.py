"""The water of a river from its sections, and of a quarter or a year from its months.

Source: 《地表水环境质量评价办法（试行）》（环办〔2011〕22号）, 二 and 三.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rivers.water.choices import WaterBody, WaterClass
from rivers.water.rules.quality import MOST_NAMED, Classification, Limit, classify, quality_word

FEW = 5  # sections; below it the river is judged like one section
# A quarter is judged by two months or more, a year by eight: fewer are told, not hidden.
LEAST_MONTHS = {"month": 1, "quarter": 2, "year": 8}
Readings = Mapping[str, Decimal]


@dataclass(frozen=True)
class Water:
    """The water of a river, or of all lake points together.

    ``water_class`` is None when shares decided or nothing was measured; ``word`` is one of 优 良好 轻度污染 中度污染 重度污染, or "".
    """

    word: str = ""
    water_class: int | None = None
    is_by_shares: bool = False
    main_pollutants: tuple[str, ...] = ()
    shares: Mapping[int, Decimal] = field(default_factory=dict)
    sections: int = 0


def mean_of(rows: Iterable[Readings]) -> dict[str, Decimal]:
    """The arithmetic mean of each item, over those that measured it; half the limit stands for what was below it."""
    found: dict[str, list[Decimal]] = {}
    for row in rows:
        for item, value in row.items():
            found.setdefault(item, []).append(value)
    return {item: sum(values, Decimal(0)) / len(values) for item, values in found.items()}


def judge(sections: Sequence[Readings], limits: Sequence[Limit], body: str) -> Water:
    """Sections (each the mean of its months) → the water of the river; ``limits`` of the standard in force.

    Below five sections, the mean of each item is judged by the single factor; from five on, the shares of classes decide.
    The points of a lake are taken together however many they are.
    """
    classed = [(readings, found) for readings in sections if (found := classify(readings, limits, body)).water_class]
    if len(classed) >= FEW and body != WaterBody.LAKE:
        return _by_shares([found for _, found in classed], limits)
    found = classify(mean_of(readings for readings, _ in classed), limits, body)
    return Water(quality_word(found.water_class), found.water_class, False, found.main_pollutants, {}, len(classed))


def _by_shares(found: Sequence[Classification], limits: Sequence[Limit]) -> Water:
    shares = shares_of([each.water_class for each in found if each.water_class])
    names = {limit.item: limit.name for limit in limits}
    over = Counter(item for each in found for item, water_class in each.by_item.items() if water_class > WaterClass.III)
    # By the share of sections that exceed Ⅲ; among equals in the order of the standard.
    worst = sorted(over, key=lambda item: (-over[item], list(names).index(item)))[:MOST_NAMED]
    return Water(word_of(shares), None, True, tuple(names[item] for item in worst), shares, len(found))


def shares_of(classes: Sequence[int]) -> dict[int, Decimal]:
    """Per cent of the sections in each class from Ⅰ to 劣Ⅴ."""
    counted = Counter(classes)
    return {one.value: Decimal(counted[one.value] * 100) / len(classes) for one in WaterClass}


def word_of(shares: Mapping[int, Decimal]) -> str:
    """优 from 90 % of Ⅰ–Ⅲ on, 良好 from 75 %; below that 劣Ⅴ decides: under 20 % 轻度, under 40 % 中度, else 重度污染."""
    good = sum(shares[one] for one in (WaterClass.I, WaterClass.II, WaterClass.III))
    if good >= 75:
        return "优" if good >= 90 else "良好"
    worst = shares[WaterClass.WORSE]
    if worst >= 40:
        return "重度污染"
    return "中度污染" if worst >= 20 else "轻度污染"
