"""Whether a water quality series rises or falls: the seasonal Mann-Kendall test, and the seasonal slope of Sen.

Sources: Hirsch, Slack and Smith (1982), Techniques of trend analysis for monthly water quality data, Water Resources
Research 18(1), 107-121; ties and the correction for continuity after Kendall (1975).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from math import erfc, sqrt
from statistics import median

from rivers.water.rules.quality import read_figure

# Below two years every season has one figure, and there is nothing to compare.
LEAST_MONTHS = 24
YEARS = 5  # what happened longer ago says little about what happens
SIGNIFICANT = 0.05
HIGHLY = 0.01


@dataclass(frozen=True)
class Trend:
    """The test over ``months`` figures; ``slope`` is the change in a year, in the item's unit."""

    months: int
    s: int
    variance: float
    z: float
    p: float
    tau: float
    slope: float

    @property
    def is_judged(self) -> bool:
        """Only from 24 months on: before, the test may be reckoned, but says nothing about a river."""
        return self.months >= LEAST_MONTHS

    @property
    def is_significant(self) -> bool:
        return self.is_judged and self.p < SIGNIFICANT


def seasonal_mann_kendall(series: Mapping[date, Decimal]) -> Trend:
    """Month (any day of it) → figure; months without one are simply not there. Each calendar month is its own season."""
    seasons: dict[int, dict[int, Decimal]] = {}
    for month, value in series.items():
        seasons.setdefault(month.month, {})[month.year] = value
    return kendall_over([sorted(season.items()) for _, season in sorted(seasons.items())])


def kendall_over(seasons: Iterable[Sequence[tuple[int, Decimal]]]) -> Trend:
    """The same over seasons of any length: (cycle number, figure) in their order."""
    months, s, variance, pairs, slopes = 0, 0, 0.0, 0, []
    for season in seasons:
        months += len(season)
        variance += _variance([value for _, value in season])
        for (year, earlier), (later_year, later) in combinations(season, 2):
            s += (later > earlier) - (later < earlier)
            slopes.append(float(later - earlier) / (later_year - year))
            pairs += 1
    z = _score(s, variance)
    tau = s / pairs if pairs else 0.0
    return Trend(months, s, variance, z, erfc(abs(z) / sqrt(2)), tau, median(slopes) if slopes else 0.0)


def _variance(values: Sequence[Decimal]) -> float:
    """Of one season's score; equal figures make it smaller."""
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return (n * (n - 1) * (2 * n + 5) - ties) / 18


def _score(s: int, variance: float) -> float:
    """The standard normal deviate: one step towards zero, since the score moves in steps (continuity)."""
    if s == 0 or variance == 0:
        return 0.0
    return (s - (1 if s > 0 else -1)) / sqrt(variance)


def comparable(readings: Mapping[date, str]) -> dict[date, Decimal]:
    """Figures as reported → figures that may be ranked against one another.

    A laboratory with a finer method would look like cleaner water: all below the highest detection limit of the series
    count as equal (Helsel et al. 2020, Statistical Methods in Water Resources, chapter 12: recensoring).
    """
    read = {month: read_figure(text) for month, text in readings.items()}
    highest = max((figure for figure, is_below in read.values() if is_below), default=Decimal(0))
    return {
        month: highest / 2 if is_below or figure < highest else figure for month, (figure, is_below) in read.items()
    }


def latest(readings: Mapping[date, str]) -> dict[date, str]:
    """The last five years of a series, up to its own last month."""
    last = max(readings, default=date.min)
    return {
        month: text
        for month, text in readings.items()
        if (last.year - month.year) * 12 + last.month - month.month < YEARS * 12
    }


def trend_words(name: str, trend: Trend) -> str:
    """氨氮显著上升, 氨氮高度显著下降, 氨氮无显著变化; and plainly so where two years are not full."""
    if not trend.is_judged:
        return f"{name}只有 {trend.months} 个月的数据，满 {LEAST_MONTHS} 个月后判断趋势"
    if not trend.is_significant or trend.s == 0:
        return f"{name}无显著变化"
    return f"{name}{'高度显著' if trend.p < HIGHLY else '显著'}{'上升' if trend.s > 0 else '下降'}"


def chance_words(trend: Trend) -> str:
    """p = 0.012; p < 0.001 where three digits would say nothing."""
    return "p < 0.001" if trend.p < 0.001 else f"p = {trend.p:.3f}"


def is_worse(item: str, trend: Trend) -> bool | None:
    """Whether a significant trend is bad news; None where neither direction is (pH, temperature)."""
    if item in {"ph", "temp"}:
        return None
    # Oxygen is what there should be much of.
    bad = -1 if item in {"do", "do_sat"} else 1
    return trend.is_significant and trend.s * bad > 0
