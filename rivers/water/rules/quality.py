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
    instead_of: str = ""  # keeping this limit counts as keeping this class of that other item


@dataclass(frozen=True)
class Classification:
    """What the readings of a month make of a section; ``water_class`` is None when no assessed item was measured."""

    water_class: int | None
    by_item: Mapping[str, int] = field(default_factory=dict)
    main_pollutants: tuple[str, ...] = ()


def limits_of(rows: Iterable[WaterLimit]) -> list[Limit]:
    """A standard's limit table in the shape that ``classify`` takes."""
    return [
        Limit(
            row.item,
            row.item_name,
            row.water_class,
            row.limit,
            row.sense,
            row.upper,
            row.body,
            row.is_assessed,
            row.instead_of,
        )
        for row in rows
    ]


def limits_of_item(limits: Iterable[Limit], item: str, body: str) -> list[Limit]:
    """Those of one item that hold for the water body."""
    return [limit for limit in limits if limit.item == item and limit.body in ("", body)]


def tidy(text: str) -> str:
    """A figure in the one notation that is kept: ０．０２５ｌ → 0.025L."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return f"{plain[:-1]}L" if plain.endswith("l") else plain


def read_value(text: str) -> Decimal:
    """The figure to reckon with: "0.025L" and "<0.025" (below detection) count as half; ValueError if no number."""
    number, is_below = read_figure(text)
    return number / 2 if is_below else number


def read_figure(text: str) -> tuple[Decimal, bool]:
    """The figure as it stands, and whether it is a detection limit that was not reached; ValueError if no number."""
    found = NUMBER.fullmatch(tidy(text))
    if not found or (found["below"] and found["l"]):
        raise ValueError(f"not a reading: {text}")
    return Decimal(found["number"]), bool(found["below"] or found["l"])


def most_of(item: str) -> Decimal | None:
    """The highest figure that any water has, to catch a slipped decimal point; None where there is no such bound."""
    # pH ends at 14; water saturated at 0 °C holds about 15 mg/L of oxygen, and a bloom of algae some twice that.
    return {"ph": Decimal(14), "do": Decimal(50), "do_sat": Decimal(400), "temp": Decimal(50)}.get(item)


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
    others: list[Limit] = []
    for limit in limits:
        if limit.instead_of and limit.body in ("", body):
            others.append(limit)
        elif limit.is_assessed and limit.body in ("", body):
            table.setdefault(limit.item, []).append(limit)
    by_item = {item: class_of(value, table[item]) for item, value in readings.items() if item in table}
    by_item |= _excused(readings, others, by_item)
    return Classification(max(by_item.values(), default=None), by_item, _main_pollutants(readings, by_item, table))


def _excused(readings: Mapping[str, Decimal], others: Iterable[Limit], by_item: Mapping[str, int]) -> dict[str, int]:
    """The class of an item whose stand-in keeps a better one: 饱和率 90 %（或 7.5 mg/L） for dissolved oxygen of class Ⅰ."""
    kept = [limit for limit in others if limit.item in readings and keeps(readings[limit.item], limit)]
    return {
        limit.instead_of: limit.water_class
        for limit in sorted(kept, key=lambda one: -one.water_class)
        if limit.water_class <= by_item.get(limit.instead_of, WaterClass.WORSE)
    }


# 环办〔2011〕22号: 当氰化物或铅、铬等重金属超标时，优先作为主要污染指标. Arsenic is counted with the metals, as everywhere in the law.
FIRST_NAMED = {"cn", "pb", "cr6", "hg", "cd", "as", "cu", "zn"}


def _main_pollutants(
    readings: Mapping[str, Decimal], by_item: Mapping[str, int], table: Mapping[str, list[Limit]]
) -> tuple[str, ...]:
    """Items worse than Ⅲ: cyanide and heavy metals, then the worst class, then the multiple; three, e.g. 氨氮(0.5)."""
    worse = [
        (item in FIRST_NAMED, water_class, exceedance(readings[item], table[item]), table[item][0].name)
        for item, water_class in by_item.items()
        if water_class > WaterClass.III
    ]
    worse.sort(key=lambda row: (not row[0], -row[1], -(row[2] or 0)))
    return tuple(f"{name}({_times(times)})" if times is not None else name for *_, times, name in worse[:MOST_NAMED])


def _times(multiple: Decimal) -> str:
    """One decimal, half up; two where one would say 0.0."""
    rounded = multiple.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(rounded or multiple.quantize(Decimal("0.01"), ROUND_UP))


# Words of 环办〔2011〕22号 table 1, and the colours of its maps.
WORDS = {1: "优", 2: "优", 3: "良好", 4: "轻度污染", 5: "中度污染", 6: "重度污染"}


def quality_word(water_class: int | None) -> str:
    """优 … 重度污染; an empty string when not assessed."""
    return WORDS.get(water_class or 0, "")
