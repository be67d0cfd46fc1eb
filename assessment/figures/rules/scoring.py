"""How figures become points: pure arithmetic over Decimals, without a database.

``总分 = Σ_g min(满分_g, max(0, 满分_g − Σ 扣分)) + min(加分上限, Σ 加分) − Σ 倒扣分``, then a veto caps the band.

Rounding happens once: the points of an indicator are rounded half-up to 2 places, and the full points of groups and
indicators are whole hundredths. From there on there are only sums, so the printed figures add up to the printed total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from assessment.figures.choices import Counted
from assessment.schemes.choices import IndicatorShape

Key = TypeVar("Key")
CENT = Decimal("0.01")
ZERO = Decimal(0)
# These take points; their figures are counted as plain numbers of times.
MINUS = frozenset({IndicatorShape.DEDUCT, IndicatorShape.OVERALL})


@dataclass(frozen=True, slots=True)
class GroupRule:
    """A group and its full points."""

    key: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class ItemRule:
    """An indicator. ``points``: full points of a rate, else points each; ``cap``: most that it may add or take."""

    key: str
    shape: str
    points: Decimal
    group: str | None = None
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BandRule:
    """A band from ``at_least`` points on; ``is_cap``: the best band that a vetoed subject may have."""

    name: str
    at_least: Decimal
    is_cap: bool = False


@dataclass(frozen=True, slots=True)
class SchemeRule:
    """A scheme as the arithmetic sees it."""

    groups: tuple[GroupRule, ...]
    items: tuple[ItemRule, ...]
    bands: tuple[BandRule, ...] = ()
    bonus_cap: Decimal = ZERO


class Figure(NamedTuple):
    """What was counted: a rate is numerator ÷ denominator, everything else is a number of times (numerator)."""

    numerator: Decimal = ZERO
    denominator: Decimal = ZERO
    override: Decimal | None = None


NOTHING = Figure()
Weights = tuple[dict[str, Decimal], dict[str, Decimal]]  # full points per group, full points per rate


@dataclass(frozen=True, slots=True, eq=False)
class ItemResult:
    """Points of one indicator: as computed, as valid (an override wins), and where they count. Equal is only the same."""

    rule: ItemRule
    figure: Figure
    is_applicable: bool
    weight: Decimal
    computed: Decimal
    value: Decimal
    counted: str


@dataclass(frozen=True, slots=True, eq=False)
class GroupResult:
    """Points of one group: ``points`` full after redistribution, ``base`` what no rate claims, ``score`` reached."""

    points: Decimal
    base: Decimal
    score: Decimal
    is_applicable: bool


@dataclass(slots=True)
class Result:
    """All of one subject."""

    groups: dict[str, GroupResult] = field(default_factory=dict)
    items: dict[str, ItemResult] = field(default_factory=dict)
    bonus: Decimal = ZERO
    overall: Decimal = ZERO
    total: Decimal = ZERO
    is_vetoed: bool = False
    band: str = ""


def half_up(value: Decimal | Fraction) -> Decimal:
    """Rounded to 2 places, halves away from zero (四舍五入)."""
    if isinstance(value, Fraction):
        cents = (abs(value) * 200 + 1) // 2
        return (Decimal(int(cents)) * CENT).copy_sign(Decimal(-1 if value < 0 else 1)).quantize(CENT)
    return value.quantize(CENT, ROUND_HALF_UP)


def spread(total: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """``total`` over the keys in proportion to their shares, in whole hundredths that add up to it exactly.

    Largest remainder first; equal remainders by key, so the order of the mapping does not matter.
    """
    whole = sum((Fraction(share) for share in shares.values()), Fraction(0))
    if not whole:
        return {}
    cents = {key: Fraction(total) * 100 * Fraction(share) / whole for key, share in shares.items()}
    floor = {key: int(value) for key, value in cents.items()}
    missing = int(Fraction(total) * 100) - sum(floor.values())
    by_remainder = sorted(cents, key=lambda key: (floor[key] - cents[key], key))
    for key in by_remainder[:missing]:
        floor[key] += 1
    return {key: Decimal(value) * CENT for key, value in floor.items()}


def is_applicable(item: ItemRule, figure: Figure) -> bool:
    """A rate without a denominator is 不参评; a count of times always takes part (nothing found is zero times)."""
    return item.shape != IndicatorShape.RATE or figure.denominator > 0


def weigh(scheme: SchemeRule, figures: Mapping[str, Figure]) -> Weights:
    """(full points per group, full points per rate) after 不参评 is spread.

    A rate that does not take part gives its points to the other parts of its group; a group in which nothing is left
    gives its points to the other groups. Both in proportion, so the whole stays 100 as long as anything takes part.
    """
    parts = {group.key: _parts(scheme, group, figures) for group in scheme.groups}
    alive = {group.key: group.points for group in scheme.groups if any(parts[group.key].values())}
    groups = spread(sum((group.points for group in scheme.groups), ZERO), alive)
    weights: dict[str, Decimal] = {}
    for key, points in groups.items():
        weights |= spread(points, parts[key])
    return groups, weights


def _parts(scheme: SchemeRule, group: GroupRule, figures: Mapping[str, Figure]) -> dict[str, Decimal]:
    """Rates of the group that take part, and under "" the base: full points that no rate claims."""
    rates = [item for item in scheme.items if item.group == group.key and item.shape == IndicatorShape.RATE]
    claimed = sum((item.points for item in rates), ZERO)
    parts = {item.key: item.points for item in rates if is_applicable(item, figures.get(item.key, NOTHING))}
    if group.points > claimed:
        parts[f"{group.key}/base"] = group.points - claimed
    return parts


def score(scheme: SchemeRule, figures: Mapping[str, Figure]) -> Result:
    """All points of one subject. A figure that is missing counts as nothing found (a rate: 不参评)."""
    return Scorer(scheme).score(figures)


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """Which rates take part: how the weights are spread by it, and the result of each item of which nothing was found."""

    groups: Mapping[str, Decimal]
    weights: Mapping[str, Decimal]
    nothing: dict[str, ItemResult]


class Scorer:
    """Scores many subjects by one scheme: what most of them have in common is reckoned once.

    Few patterns of 不参评 occur, and few different figures; so the result of an item, or of a group, is made once and
    handed out again to all who have the same.
    """

    def __init__(self, scheme: SchemeRule) -> None:
        self.scheme = scheme
        self._rules = {item.key: item for item in scheme.items}
        self._rates = [item for item in scheme.items if item.shape == IndicatorShape.RATE]
        self._vetoes = [item for item in scheme.items if item.shape == IndicatorShape.VETO]
        self._keys = {group.key: [one.key for one in scheme.items if one.group == group.key] for group in scheme.groups}
        self._patterns: dict[tuple[bool, ...], _Pattern] = {}
        self._items: dict[tuple[_Pattern, str, Figure], ItemResult] = {}
        self._groups: dict[tuple[_Pattern, str, tuple[ItemResult, ...]], GroupResult] = {}

    def score(self, figures: Mapping[str, Figure]) -> Result:
        """As ``score`` above."""
        scheme, pattern = self.scheme, self._pattern(figures)
        found = {key: self._item(pattern, self._rules[key], figure) for key, figure in figures.items()}
        items = pattern.nothing | found
        groups = {group.key: self._group(pattern, group, items) for group in scheme.groups}
        bonus = min(scheme.bonus_cap, _sum(items, Counted.BONUS))
        overall = -_sum(items, Counted.OVERALL)
        total = half_up(sum([group.score for group in groups.values()], ZERO) + bonus - overall)
        is_vetoed = any(_times(figures, item) > 0 for item in self._vetoes)
        return Result(groups, items, bonus, overall, total, is_vetoed, band_of(scheme.bands, total, is_vetoed))

    def _pattern(self, figures: Mapping[str, Figure]) -> _Pattern:
        applicable = tuple([is_applicable(item, figures.get(item.key, NOTHING)) for item in self._rates])
        if applicable not in self._patterns:
            groups, weights = weigh(self.scheme, figures)
            nothing = {one.key: _item(one, NOTHING, weights.get(one.key, ZERO), groups) for one in self.scheme.items}
            self._patterns[applicable] = _Pattern(groups, weights, nothing)
        return self._patterns[applicable]

    def _item(self, pattern: _Pattern, item: ItemRule, figure: Figure) -> ItemResult:
        key = (pattern, item.key, figure)
        if key not in self._items:
            self._items[key] = _item(item, figure, pattern.weights.get(item.key, ZERO), pattern.groups)
        return self._items[key]

    def _group(self, pattern: _Pattern, group: GroupRule, items: Mapping[str, ItemResult]) -> GroupResult:
        mine = tuple([items[key] for key in self._keys[group.key]])
        key = (pattern, group.key, mine)
        if key not in self._groups:
            self._groups[key] = _group(group, pattern.groups, pattern.weights, mine)
        return self._groups[key]


def _times(figures: Mapping[str, Figure], item: ItemRule) -> Decimal:
    return figures.get(item.key, NOTHING).numerator


def _item(item: ItemRule, figure: Figure, weight: Decimal, groups: Mapping[str, Decimal]) -> ItemResult:
    applicable = is_applicable(item, figure)
    computed = points_of(item, figure, weight) if applicable else ZERO
    value = computed
    if applicable and figure.override is not None and item.shape != IndicatorShape.VETO:
        low, high = bounds(item, weight)
        value = half_up(figure.override if high is None else min(high, figure.override))
        value = value if low is None else max(low, value)
    return ItemResult(item, figure, applicable, weight, computed, value, _counted(item, applicable, groups))


def _counted(item: ItemRule, applicable: bool, groups: Mapping[str, Decimal]) -> str:
    """Where the points count. What is deducted in a group that does not take part comes off the total instead."""
    if not applicable or item.shape == IndicatorShape.VETO:
        return Counted.NOT
    if item.shape == IndicatorShape.OVERALL:
        return Counted.OVERALL
    if item.group is None:
        return Counted.BONUS if item.shape == IndicatorShape.BONUS else Counted.OVERALL
    if item.group in groups:
        return Counted.GROUP
    return Counted.OVERALL if item.shape == IndicatorShape.DEDUCT else Counted.NOT


def points_of(item: ItemRule, figure: Figure, weight: Decimal) -> Decimal:
    """Points that the figure gives: a rate its share of ``weight``, a count plus or minus points each, up to the cap."""
    if item.shape == IndicatorShape.VETO:
        return ZERO
    if item.shape == IndicatorShape.RATE:
        return _share(weight, figure)
    points = half_up(item.points * figure.numerator)
    points = points if item.cap is None else min(item.cap, points)
    return -points if item.shape in MINUS else points


def _share(weight: Decimal, figure: Figure) -> Decimal:
    """``weight`` × rate (0 to 1), rounded half-up once, from the exact quotient; in whole numbers, as they are quick."""
    (up, up_of), (down, down_of) = figure.numerator.as_integer_ratio(), figure.denominator.as_integer_ratio()
    part, whole = up * down_of, down * up_of
    if part <= 0:
        return ZERO.quantize(CENT)
    # More than all of it is an error of the records, and no extra points.
    if part >= whole:
        return half_up(weight)
    points, points_of_one = weight.as_integer_ratio()
    above, below = points * part * 100, points_of_one * whole
    return (Decimal((2 * above + below) // (2 * below)) * CENT).quantize(CENT)


def bounds(item: ItemRule, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """(lowest, highest) points that an override may give this indicator; None is no bound."""
    if item.shape == IndicatorShape.RATE:
        return ZERO, weight
    if item.shape in MINUS:
        return (None if item.cap is None else -item.cap), ZERO
    return ZERO, item.cap


def _group(
    group: GroupRule, groups: Mapping[str, Decimal], weights: Mapping[str, Decimal], items: Iterable[ItemResult]
) -> GroupResult:
    if group.key not in groups:
        return GroupResult(ZERO, ZERO, ZERO, False)
    full, base = groups[group.key], weights.get(f"{group.key}/base", ZERO)
    mine = (item.value for item in items if item.counted == Counted.GROUP)
    return GroupResult(full, base, min(full, max(ZERO, base + sum(mine, ZERO))), True)


def _sum(items: Mapping[str, ItemResult], counted: str) -> Decimal:
    return sum([item.value for item in items.values() if item.counted == counted], ZERO)


def band_of(bands: Sequence[BandRule], total: Decimal, is_vetoed: bool) -> str:
    """The band of a total; a vetoed subject has at best the band marked as cap. Below every band: the lowest."""
    down = sorted(bands, key=lambda band: -band.at_least)
    if not down:
        return ""
    place = next((n for n, band in enumerate(down) if total >= band.at_least), len(down) - 1)
    # The founding documents ask for 一票否决; how far it reaches (不合格, 合格) is the district's to say.
    if is_vetoed:
        place = max(place, next((n for n, band in enumerate(down) if band.is_cap), len(down) - 1))
    return down[place].name


def rank(totals: Mapping[Key, Decimal]) -> dict[Key, int]:
    """Place of each total, the highest first; ties share a place and the next one is skipped (1, 2, 2, 4)."""
    down = sorted(totals.values(), reverse=True)
    first: dict[Decimal, int] = {}
    for place, total in enumerate(down, 1):
        first.setdefault(total, place)
    return {key: first[total] for key, total in totals.items()}
