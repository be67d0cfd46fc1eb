"""Trends are kept beside the months, so that a list of sections can warn without reckoning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from rivers.water.models import MonthlyItem, Reading, Section, SectionTrend, WaterLimit
from rivers.water.rules.trend import comparable, is_worse, latest, seasonal_mann_kendall, trend_words


def refresh_trends(sections: Iterable[Section]) -> None:
    """Reckon the trends of these sections again; in the transaction that has written their months."""
    keys = {section.pk for section in sections}
    names = dict(WaterLimit.objects.order_by("-id").values_list("item", "item_name"))
    names |= dict(MonthlyItem.objects.shipped().values_list("item", "name"))
    rows = [row for each in _series(keys).items() if (row := _trend(*each, names))]
    SectionTrend.objects.filter(section__in=keys).delete()
    SectionTrend.objects.bulk_create(rows)


def _series(sections: set[int]) -> dict[tuple[int, str], dict[date, str]]:
    """(section, item) → month → figure as reported."""
    found: dict[tuple[int, str], dict[date, str]] = defaultdict(dict)
    rows = Reading.objects.filter(month__section__in=sections).order_by()
    for section, item, month, text in rows.values_list("month__section", "item", "month__month", "reported"):
        found[section, item][month] = text
    return found


def _trend(key: tuple[int, str], series: dict[date, str], names: dict[str, str]) -> SectionTrend | None:
    """None before two years are full: then there is nothing to keep."""
    section, item = key
    series = latest(series)
    found = seasonal_mann_kendall(comparable(series))
    if not found.is_judged:
        return None
    name = names.get(item, item)
    return SectionTrend(
        section_id=section,
        item=item,
        name=name,
        first=min(series),
        last=max(series),
        months=found.months,
        words=trend_words(name, found),
        p=found.p,
        slope=found.slope,
        is_worse=bool(is_worse(item, found)),
    )
