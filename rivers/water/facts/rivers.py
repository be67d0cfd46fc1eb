"""The water of a river over its sections: the newest month, its quarter and its year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from hezhang.core.kernel.periods import quarter_of
from rivers.registry.facts import Figure
from rivers.water.choices import Monitored, WaterBody, WaterClass
from rivers.water.facts.sections import with_latest, with_target
from rivers.water.facts.words import class_chip
from rivers.water.models import Section, SectionMonth, WaterStandard
from rivers.water.rules.quality import Limit, limits_of
from rivers.water.rules.rivers import LEAST_MONTHS, Water, judge, mean_of

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.registry.models import River

Months = Mapping[int, list[SectionMonth]]


@dataclass(frozen=True)
class Line:
    """One period: ``how`` says by which method, ``note`` what is to be minded."""

    label: str
    water: Water
    chip: str
    how: str
    note: str = ""


def waters_of(sections: Iterable[Any]) -> list[Line]:
    """Of sections with ``latest_month`` (facts.sections); rivers and lakes apart, as their limits differ. Four questions."""
    rows = [section for section in sections if section.latest_month]
    if not rows:
        return []
    last = max(section.latest_month for section in rows)
    keys = [section.pk for section in rows]
    months = SectionMonth.objects.filter(section__in=keys, month__gte=date(last.year, 1, 1), month__lte=last)
    found: dict[int, list[SectionMonth]] = defaultdict(list)
    for month in months.filter(monitored=Monitored.YES).prefetch_related("readings"):
        found[month.section_id].append(month)
    standard = WaterStandard.objects.in_force(last)
    limits = limits_of(standard.limits.all()) if standard else []
    bodies = {section.pk: section.body for section in rows}
    several = len(set(bodies.values())) > 1
    lines = []
    for body in WaterBody:
        of_body = {key: held for key, held in found.items() if bodies[key] == body}
        lines += _lines(of_body, last, limits, body, f"（{body.label}断面）" if several else "")
    return lines


def _lines(found: Months, last: date, limits: Sequence[Limit], body: WaterBody, which: str) -> list[Line]:
    quarter = quarter_of(last)
    spans = [
        ("month", last, f"{last.year}年{last.month}月"),
        ("quarter", quarter.start, quarter.label),
        ("year", date(last.year, 1, 1), f"{last.year}年1—{last.month}月" if last.month > 1 else f"{last.year}年1月"),
    ]
    lines = [_line(unit, _within(found, first), limits, body, label + which) for unit, first, label in spans]
    return [line for line in lines if line.water.sections]


def _within(found: Months, first: date) -> Months:
    kept = {key: [month for month in months if month.month >= first] for key, months in found.items()}
    return {key: months for key, months in kept.items() if months}


def _line(unit: str, found: Months, limits: Sequence[Limit], body: WaterBody, label: str) -> Line:
    water = judge([_mean(months) for months in found.values()], limits, body)
    short = sum(len(months) < LEAST_MONTHS[unit] for months in found.values())
    note = f"{short} 个断面不足 {LEAST_MONTHS[unit]} 个月" if short else ""
    return Line(label, water, class_chip(water.water_class) or water.word, _how(water), note)


def _mean(months: Sequence[SectionMonth]) -> dict[str, Decimal]:
    return mean_of({reading.item: reading.value for reading in month.readings.all()} for month in months)


def _how(water: Water) -> str:
    """断面类别比例：Ⅰ～Ⅲ类 80%，劣Ⅴ类 20%; or the mean of the sections."""
    if not water.is_by_shares:
        return "各断面指标平均值，单因子评价" if water.sections > 1 else "单因子评价"
    good = sum(water.shares[one] for one in (WaterClass.I, WaterClass.II, WaterClass.III))
    return f"断面类别比例：Ⅰ～Ⅲ类 {good:.1f}%，劣Ⅴ类 {water.shares[WaterClass.WORSE]:.1f}%"


def water_figures(river: River, post: Post, today: date) -> list[Figure]:
    """The class of the newest month with what is asked for, and how many sections miss it; nothing without a section. One query."""
    rows = with_latest(with_target(Section.objects.visible_to(post).standing(today).filter(river=river), today))
    sections: list[Any] = list(rows.order_by("code"))
    if not sections:
        return []
    url, told = reverse("rivers:river_water", args=[river.pk]), [one for one in sections if one.latest_month]
    unmet, target = (
        sum(one.latest_class > one.latest_target for one in told),
        _range(one.target_now for one in sections),
    )
    tone = "red" if unmet else "green"
    if not told:
        return [Figure("水质", "未测", url, 30, f"目标{target}")]
    newest = max(one.latest_month for one in told)
    classes = _range(one.latest_class for one in told if one.latest_month == newest)
    return [
        Figure(f"水质（{newest.month} 月）", classes, url, 30, f"目标{target}", tone),
        Figure("未达标断面", unmet, f"{url}?only=unmet", 32, f"/ {len(sections)} 个", tone),
    ]


def _range(classes: Iterable[int]) -> str:
    """Ⅲ类; of several Ⅱ～Ⅳ类."""
    found = sorted(classes)
    words = [str(WaterClass(one).label) for one in dict.fromkeys((found[0], found[-1]))]
    return "～".join([*(word.removesuffix("类") for word in words[:-1]), words[-1]])
