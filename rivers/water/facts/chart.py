"""The picture of a section's months: where the lines, bands and words of the SVG stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hezhang.core.kernel.words import decimal_words
from rivers.water.choices import LimitSense, WaterClass
from rivers.water.rules.quality import Limit

ROMAN = {1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ", 5: "Ⅴ", 6: "劣Ⅴ"}
TOP, BOTTOM, LEFT, RIGHT = 14, 40, 44, 40
LEAST_BAND = 11  # a lower band has no room for its word


class Point(NamedTuple):
    """A month: its figure (None: a gap), how it is written, the target of that month, and why there is a gap."""

    month: date
    value: Decimal | None
    text: str
    target: int
    why: str = ""


class Band(NamedTuple):
    y: float
    height: float
    water_class: int
    label: str

    @property
    def middle(self) -> float:
        return round(self.y + self.height / 2, 1)


class Dot(NamedTuple):
    x: float
    y: float
    title: str
    is_below: bool


class Mark(NamedTuple):
    at: float
    label: str


@dataclass
class Chart:
    """All in the units of the view box."""

    name: str
    width: int
    height: int
    bands: list[Band] = field(default_factory=list)
    ticks: list[Mark] = field(default_factory=list)
    labels: list[Mark] = field(default_factory=list)
    years: list[Mark] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    gaps: list[Mark] = field(default_factory=list)

    left = LEFT

    @property
    def floor(self) -> int:
        return self.height - BOTTOM

    @property
    def edge(self) -> int:
        return self.width - RIGHT

    @property
    def span(self) -> int:
        return self.edge - LEFT


@dataclass(frozen=True)
class Scale:
    """Figures to heights, and the bands of the classes between ``low`` and ``high``."""

    low: float
    high: float
    edges: Sequence[tuple[int, float, float]]  # (class, from, to)
    limits: dict[int, float]  # class → the figure that its target line stands at

    def y(self, value: float, chart: Chart) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(chart.floor - share * (chart.floor - TOP), 1)


def draw(points: Sequence[Point], scale: Scale, name: str, width: int, height: int) -> Chart:
    """The points from left to right, one step a month; a month without a figure breaks the line."""
    chart = Chart(name, width, height)
    step = (chart.edge - LEFT) / max(len(points), 1)
    xs = [round(LEFT + (n + 0.5) * step, 1) for n in range(len(points))]
    for water_class, low, high in scale.edges:
        above, below = scale.y(high, chart), scale.y(low, chart)
        tall = round(below - above, 1)
        if tall > 0:
            chart.bands.append(Band(above, tall, water_class, ROMAN[water_class] if tall >= LEAST_BAND else ""))
    _draw_points(chart, scale, points, xs)
    _draw_targets(chart, scale, points, xs, step / 2)
    _write_months(chart, points, xs)
    return chart


def _write_months(chart: Chart, points: Sequence[Point], xs: Sequence[float]) -> None:
    """As many months as have room; the year stands below the first of them and below the first of each year."""
    every = -(-len(points) * 34 // (chart.edge - LEFT))  # px a word takes
    year = 0
    for point, x in list(zip(points, xs, strict=True))[::every]:
        chart.labels.append(Mark(x, f"{point.month.month}月"))
        if point.month.year != year:
            chart.years.append(Mark(x, f"{point.month.year}年"))
        year = point.month.year


def _draw_points(chart: Chart, scale: Scale, points: Sequence[Point], xs: Sequence[float]) -> None:
    run: list[str] = []
    for point, x in zip(points, xs, strict=True):
        words = f"{point.month.year}年{point.month.month}月"
        if point.value is None:
            _end(chart, run)
            run = []
            chart.gaps.append(Mark(x, f"{words} {point.why or '没有数据'}"))
            continue
        y = scale.y(float(point.value), chart)
        run.append(f"{x},{y}")
        chart.dots.append(Dot(x, y, f"{words} {point.text}", point.text.endswith("L") or point.text.startswith("<")))
    _end(chart, run)


def _end(chart: Chart, run: list[str]) -> None:
    if len(run) > 1:
        chart.lines.append(" ".join(run))


def _draw_targets(chart: Chart, scale: Scale, points: Sequence[Point], xs: Sequence[float], half: float) -> None:
    """The target of each month, as one line for each run of equal ones."""
    start = 0
    for n in range(1, len(points) + 1):
        if n == len(points) or points[n].target != points[start].target:
            height = scale.limits.get(points[start].target)
            if height is not None and scale.low <= height <= scale.high:
                y = scale.y(height, chart)
                chart.targets.append(f"{round(xs[start] - half, 1)},{y} {round(xs[n - 1] + half, 1)},{y}")
            start = n


def scale_of_classes() -> Scale:
    """Six bands of one height, Ⅰ on top; the target line lies at the foot of its class."""
    edges = [(one.value, 6.5 - one.value, 7.5 - one.value) for one in WaterClass]
    return Scale(0.5, 6.5, edges, {one.value: 6.5 - one.value for one in WaterClass})


def class_height(water_class: int | None) -> Decimal | None:
    return None if water_class is None else Decimal(7 - water_class)


def scale_of(limits: Sequence[Limit], points: Sequence[Point]) -> Scale:
    """From nought to a little over the highest figure, and over the target's limit."""
    kept = {limit.water_class: limit for limit in limits if not limit.instead_of}
    values = [float(point.value) for point in points if point.value is not None]
    asked = [float(kept[point.target].limit) for point in points if point.target in kept]
    high = max([*values, *asked, 0.0]) * 1.15 or 1.0
    if any(limit.sense == LimitSense.BETWEEN for limit in kept.values()):
        one = next(iter(kept.values()))
        low, top = float(one.limit), float(one.upper or one.limit)
        return Scale(low - 1, top + 1, [(6, low - 1, low), (1, low, top), (6, top, top + 1)], {})
    bounds = {number: float(limit.limit) for number, limit in sorted(kept.items())}
    if any(limit.sense == LimitSense.AT_LEAST for limit in kept.values()):
        return Scale(0, high, _falling(bounds, high), bounds)
    return Scale(0, high, _rising(bounds, high), bounds)


def _rising(bounds: dict[int, float], high: float) -> list[tuple[int, float, float]]:
    edges, low = [], 0.0
    for number, bound in bounds.items():
        edges.append((number, low, min(max(bound, low), high)))
        low = min(max(bound, low), high)
    return [*edges, (6, low, high)] if bounds else []


def _falling(bounds: dict[int, float], high: float) -> list[tuple[int, float, float]]:
    """Oxygen: Ⅰ on top."""
    edges, top = [], high
    for number, bound in bounds.items():
        edges.append((number, min(bound, top), top))
        top = min(bound, top)
    return [*edges, (6, 0.0, top)] if bounds else []


def ticks_of(chart: Chart, scale: Scale) -> None:
    """Round figures at the left edge."""
    rough = (scale.high - scale.low) / 4
    unit = (
        10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 10.0 ** -next(n for n in range(1, 9) if rough * 10**n >= 1)
    )
    step = next(m * unit for m in (1, 2, 2.5, 5, 10) if m * unit >= rough)
    at = abs(step * -(-scale.low // step))
    while at <= scale.high:
        chart.ticks.append(Mark(scale.y(at, chart), decimal_words(Decimal(str(round(at, 6))))))
        at += step
