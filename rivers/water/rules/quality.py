"""Water quality by 单因子评价: pure functions over readings and a table of limits.

Sources: GB 3838-2002 table 1; 《地表水环境质量评价办法（试行）》（环办〔2011〕22号）.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING

from rivers.water.choices import LimitSense, WaterClass

if TYPE_CHECKING:
    from rivers.water.models import WaterLimit

# Below the detection limit: 0.025L in monitoring reports, <0.025 by hand. The digits are what the column holds.
NUMBER = re.compile(r"(?P<below><)?(?P<number>\d{1,8}(\.\d{1,6})?)(?P<l>[Ll])?")
MOST_NAMED = 3


@dataclass(frozen=True)
class Limit:
    """One row of a standard: inclusive, in the item's unit; ``upper`` only for ranges (pH)."""

    item: str
    name: str
    water_class: int
    limit: Decimal
    sense: str = LimitSense.AT_MOST
    upper: Decimal | None = None
    body: str = ""
    is_assessed: bool = True


@dataclass(frozen=True)
class Classification:
    """What the readings of a month make of a section; ``water_class`` is None when no assessed item was measured."""

    water_class: int | None
    by_item: Mapping[str, int] = field(default_factory=dict)
    main_pollutants: tuple[str, ...] = ()


def limits_of(rows: Iterable[WaterLimit]) -> list[Limit]:
    """A standard's limit table in the shape that ``classify`` takes."""
    return [
        Limit(row.item, row.item_name, row.water_class, row.limit, row.sense, row.upper, row.body, row.is_assessed)
        for row in rows
    ]


def read_value(text: str) -> Decimal:
    """The figure to reckon with: "0.025L" and "<0.025" (below detection) count as half; ValueError if no number."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip().replace(" ", ""))
    if not found or (found["below"] and found["l"]):
        raise ValueError(f"not a reading: {text}")
    number = Decimal(found["number"])
    return number / 2 if found["below"] or found["l"] else number


def most_of(item: str) -> Decimal | None:
    """The highest figure that any water has, to catch a slipped decimal point; None where there is no such bound."""
    # pH ends at 14; water saturated at 0 °C holds about 15 mg/L of oxygen, and a bloom of algae some twice that.
    return {"ph": Decimal(14), "do": Decimal(50)}.get(item)


def keeps(value: Decimal, limit: Limit) -> bool:
    """Whether the value lies within the limit; limits are inclusive."""
    if limit.sense == LimitSense.AT_LEAST:
        return value >= limit.limit
    if limit.sense == LimitSense.BETWEEN:
        return limit.limit <= value <= (limit.upper if limit.upper is not None else value)
    return value <= limit.limit


def class_of(value: Decimal, limits: Iterable[Limit]) -> int:
    """The best class whose limit the value keeps; worse than Ⅴ is 劣Ⅴ (6)."""
    kept = [limit.water_class for limit in limits if keeps(value, limit)]
    return min(kept, default=WaterClass.WORSE)


def exceedance(value: Decimal, limits: Iterable[Limit]) -> Decimal | None:
    """How many times over the Ⅲ limit ((value − limit) ÷ limit); None for DO and pH, which have no multiple."""
    for limit in limits:
        if limit.water_class == WaterClass.III and limit.sense == LimitSense.AT_MOST and limit.limit:
            return (value - limit.limit) / limit.limit
    return None


def classify(readings: Mapping[str, Decimal], limits: Iterable[Limit], body: str) -> Classification:
    """Class of a section from its readings (item → value), for a kind of water body ("river" or "lake").

    The worst assessed item decides (单因子评价). Items that the standard does not assess (total nitrogen, faecal
    coliform, water temperature) and items it does not know are left out.
    """
    table: dict[str, list[Limit]] = {}
    for limit in limits:
        if limit.is_assessed and limit.body in ("", body):
            table.setdefault(limit.item, []).append(limit)
    assessed = {item: value for item, value in readings.items() if item in table}
    by_item = {item: class_of(value, table[item]) for item, value in assessed.items()}
    return Classification(max(by_item.values(), default=None), by_item, _main_pollutants(assessed, by_item, table))


def _main_pollutants(
    readings: Mapping[str, Decimal], by_item: Mapping[str, int], table: Mapping[str, list[Limit]]
) -> tuple[str, ...]:
    """Items worse than Ⅲ, worst class first, then by multiple of exceedance; the first three, e.g. 氨氮(0.5)."""
    worse = [
        (water_class, exceedance(readings[item], table[item]), table[item][0].name)
        for item, water_class in by_item.items()
        if water_class > WaterClass.III
    ]
    worse.sort(key=lambda row: (-row[0], -(row[1] or 0)))
    return tuple(f"{name}({_times(times)})" if times is not None else name for _, times, name in worse[:MOST_NAMED])


def _times(multiple: Decimal) -> str:
    """One decimal, half up; two where one would say 0.0."""
    rounded = multiple.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(rounded or multiple.quantize(Decimal("0.01"), ROUND_UP))


# Words of 环办〔2011〕22号 table 1, and the colours of its maps.
WORDS = {1: "优", 2: "优", 3: "良好", 4: "轻度污染", 5: "中度污染", 6: "重度污染"}


def quality_word(water_class: int | None) -> str:
    """优 … 重度污染; an empty string when not assessed."""
    return WORDS.get(water_class or 0, "")
