"""责任单位 by who has handled such before: town × class, counted over a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from issues.hints.rules.classes import MOST, Suggestion

# How much each circle of experience weighs: this class in this town, this class in the county, anything in this town.
CIRCLES = ((3.0, "本镇此类"), (1.0, "本区此类"), (0.5, "本镇各类"))
DOUBT = 2  # made-up cases that went elsewhere: one case alone proves little


@dataclass(frozen=True)
class Handled:
    """``number`` issues of the class in the town went to the unit, which bears the name; ``is_local``: a town's own unit."""

    town: str
    category: str
    unit: str
    name: str
    number: int
    home: str = ""  # code of the town whose own unit it is; "" for one of the whole county


def suggest_units(rows: Iterable[Handled], town: str, category: str) -> list[Suggestion]:
    """At most three units, the likeliest first; ``value`` is the unit's number. Another town's own unit is never among them."""
    fit = [row for row in rows if row.home in ("", town)]
    circles = [
        [row for row in fit if row.town == town and row.category == category],
        [row for row in fit if row.category == category],
        [row for row in fit if row.town == town],
    ]
    scores: dict[str, float] = defaultdict(float)
    why: dict[str, str] = {}
    for (weight, label), circle in zip(CIRCLES, circles, strict=True):
        whole = sum(row.number for row in circle)
        counts: dict[str, int] = defaultdict(int)
        for row in circle:
            counts[row.unit] += row.number
        for unit, number in counts.items():
            scores[unit] += weight * number / (whole + DOUBT)
            why.setdefault(unit, f"近一年{label} {whole} 件中 {number} 件由其办理")
    ranked = sorted(scores, key=lambda unit: (-scores[unit], unit))
    return [Suggestion(unit, why[unit], scores[unit]) for unit in ranked[:MOST]]
