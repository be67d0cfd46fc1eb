"""A section's months as a picture, the change against last year, and the trend, each in words as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hezhang.core.kernel.words import decimal_words
from rivers.water.choices import LimitSense, Monitored, WaterClass
from rivers.water.facts.chart import Chart, Point, class_height, draw, scale_of, scale_of_classes, ticks_of
from rivers.water.facts.history import Trend
from rivers.water.facts.words import class_words
from rivers.water.models import Section, SectionMonth, SectionTrend
from rivers.water.rules.quality import Limit, limits_of_item
from rivers.water.rules.trend import LEAST_MONTHS

CLASS = "class"
# A desk shows three years; a phone thirteen months, so that the same month of last year is still on it.
SIZES = [("wide", 920, 300, 36), ("narrow", 340, 250, 13)]


@dataclass(frozen=True)
class Choice:
    item: str
    name: str
    is_on: bool


@dataclass
class Picture:
    """``charts``: (for which width, chart); ``title`` and ``desc`` say in words what the picture shows."""

    name: str
    unit: str
    choices: list[Choice]
    title: str
    desc: str
    change: str
    trend: str
    target: str
    charts: list[tuple[str, Chart]] = field(default_factory=list)


def picture_of(section: Section, trend: Trend, item: str) -> Picture | None:
    """The picture of an item, or of the class where the item was never measured; None before the first month."""
    if not trend.months:
        return None
    item = item if item in trend.names else CLASS
    name, unit = trend.names.get(item, ("水质类别", ""))
    limits = limits_of_item(trend.limits, item, section.body)
    points = _points(trend.months, item)
    choices = [Choice(CLASS, "水质类别", item == CLASS)]
    choices += [Choice(code, each, item == code) for code, (each, _) in trend.names.items()]
    title = f"{section.name}{name}逐月变化" + (f"（{unit}）" if unit else "")
    picture = Picture(
        name, unit, choices, title, _described(points, name, unit), _change(points, item, name, unit), "", ""
    )
    picture.trend = _trend(section, item, name, unit, points)
    picture.target = limit_words(limits, points[-1].target)
    picture.charts = [
        (size, _chart(points[-most:], item, limits, name, width, height)) for size, width, height, most in SIZES
    ]
    return picture


def _chart(points: Sequence[Point], item: str, limits: Sequence[Limit], name: str, width: int, height: int) -> Chart:
    scale = scale_of_classes() if item == CLASS else scale_of(limits, points)
    chart = draw(points, scale, name, width, height)
    if item != CLASS:
        ticks_of(chart, scale)
    return chart


def _points(months: Sequence[SectionMonth], item: str) -> list[Point]:
    """Every calendar month from the oldest shown to the newest, those that were never filed as well."""
    known = {month.month: month for month in months}
    points, at, last = [], min(known), max(known)
    while at <= last:
        target = points[-1].target if points else known[min(known)].target
        points.append(_point(known[at], item) if at in known else Point(at, None, "", target, "未填报"))
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return points


def _point(month: SectionMonth, item: str) -> Point:
    if item == CLASS:
        value, text = class_height(month.water_class), class_words(month.water_class)
    else:
        reading = next((each for each in month.readings.all() if each.item == item), None)
        value, text = (reading.value, reading.reported) if reading else (None, "")
    why = "" if month.monitored == Monitored.YES else str(Monitored(month.monitored).label)
    return Point(month.month, value, text, month.target, why or ("未测该项" if value is None else ""))


def _words(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _described(points: Sequence[Point], name: str, unit: str) -> str:
    measured = [point for point in points if point.value is not None]
    span = f"{_words(points[0].month)}至{_words(points[-1].month)}，{len(measured)} 个月有数据"
    if not measured:
        return f"{span}。"
    low, high = min(measured, key=_value), max(measured, key=_value)
    if not unit and name == "水质类别":
        low, high = high, low  # drawn upwards: the better the higher
        return f"{span}；最好 {low.text}（{_words(low.month)}），最差 {high.text}（{_words(high.month)}）。逐月数据见下表。"
    return f"{span}；最低 {low.text}（{_words(low.month)}），最高 {high.text}（{_words(high.month)}）。逐月数据见下表。"


def _value(point: Point) -> Decimal:
    return point.value if point.value is not None else Decimal(0)


def _change(points: Sequence[Point], item: str, name: str, unit: str) -> str:
    """The newest month against the same month of the year before."""
    now = next((point for point in reversed(points) if point.value is not None), None)
    if now is None:
        return ""
    before = next((p for p in points if p.month == now.month.replace(year=now.month.year - 1)), None)
    if before is None or before.value is None:
        return f"{_words(now.month)}{name} {now.text}{_unit(unit)}，上年同月没有数据。"
    said = f"{_words(now.month)}{name} {now.text}{_unit(unit)}，上年同月 {before.text}{_unit(unit)}，"
    return said + (_class_change(now, before) if item == CLASS else _figure_change(_value(now), before.value))


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def _class_change(now: Point, before: Point) -> str:
    steps = int(_value(now) - _value(before))  # upwards is better
    return "持平。" if not steps else f"{'好转' if steps > 0 else '变差'} {abs(steps)} 个类别。"


def _figure_change(now: Decimal, before: Decimal) -> str:
    if now == before or not before:
        return "持平。" if now == before else "上升。"
    share = (abs(now - before) / before * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{'上升' if now > before else '下降'} {share}%。"


def _trend(section: Section, item: str, name: str, unit: str, points: Sequence[Point]) -> str:
    """The sentence of the seasonal test; plainly so where it cannot be made yet."""
    if item == CLASS:
        return ""
    found = next((row for row in section.trends.all() if row.item == item), None)
    if found is None:
        count = sum(point.value is not None for point in points)
        return f"{name}有 {count} 个月的数据，满 {LEAST_MONTHS} 个月后判断变化趋势。"
    return trend_sentence(found, unit)


def trend_sentence(found: SectionTrend, unit: str) -> str:
    """氨氮显著上升（2023年11月至2026年10月 36 个月，季节性 Mann-Kendall 检验 p = 0.012，每年约 +0.08 mg/L）。"""
    chance = "p < 0.001" if found.p < 0.001 else f"p = {found.p:.3f}"
    slope = decimal_words(Decimal(f"{abs(found.slope):.2g}"))
    yearly = f"，每年约 {'+' if found.slope > 0 else '−'}{slope}{_unit(unit)}" if found.slope else ""
    span = f"{_words(found.first)}至{_words(found.last)} {found.months} 个月"
    return f"{found.words}（{span}，季节性 Mann-Kendall 检验 {chance}{yearly}）。"


def limit_words(limits: Sequence[Limit], target: int) -> str:
    """≤ 1 of the target class, for the legend."""
    one = next((limit for limit in limits if limit.water_class == target), None)
    if one is None:
        return WaterClass(target).label
    sign = {LimitSense.AT_LEAST: "≥", LimitSense.AT_MOST: "≤"}.get(LimitSense(one.sense), "")
    return f"{WaterClass(target).label} {sign} {decimal_words(one.limit)}" if sign else str(WaterClass(target).label)
