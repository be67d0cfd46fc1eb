"""Which reaches of some chiefs are warned, on which days: for many chiefs at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from patrols.norms.rules.duty import Span, merged
from patrols.norms.rules.warned import Warned
from patrols.warnings.models import RiverWarning
from patrols.warnings.queries import WarningQuery
from patrols.warnings.rules import Place, holds_at
from rivers.registry.models import Reach

# The longest period: whether a day before the span was warned matters to the period that ends in it.
A_YEAR = timedelta(days=366)
LINE = ("pk", "parent_id", "parent__parent_id", "parent__parent__parent_id")


def rows_of_warnings(span: Span) -> WarningQuery:
    """Those that matter to the periods which end in the span."""
    return RiverWarning.objects.touching(span.first - A_YEAR, span.last).order_by("pk")


def warnings_of(span: Span) -> Sequence[RiverWarning]:
    """The same, read; one query, and mostly no row."""
    return list(rows_of_warnings(span).select_related("region"))


def days_by_level(warnings: Iterable[RiverWarning]) -> dict[str, list[Span]]:
    """The days on which a level holds anywhere."""
    found: dict[str, list[Span]] = defaultdict(list)
    for one in warnings:
        found[one.level].append(one.span)
    return {level: merged(spans) for level, spans in found.items()}


def warned_reaches(warnings: Sequence[RiverWarning], pick: Callable[[str], Q]) -> dict[int, list[Warned]]:
    """By reach of the posts that are picked, what holds there; no query where there is no warning, else one."""
    if not warnings:
        return {}
    rows = Reach.objects.filter(pick("tenures__post__")).order_by().values_list("region_id", "river_id", *LINE)
    found: dict[int, list[Warned]] = {}
    for region_id, river_id, *line in rows.distinct():
        place = Place(region_id, river_id, tuple(line))
        if told := [Warned(one.level, one.span) for one in warnings if holds_at(one, place)]:
            found[line[0]] = told
    return found


def warned_now(reaches: Iterable[Reach], on: date | None = None) -> list[RiverWarning]:
    """The warnings that hold today on these reaches, the highest first; for the phone."""
    on = on or timezone.localdate()
    current = list(RiverWarning.objects.touching(on, on).with_names().order_by("pk"))
    if not current:
        return []
    keys = [one.pk for one in reaches]
    lines = Reach.objects.filter(pk__in=keys).order_by().values_list("region_id", "river_id", *LINE)
    places = [Place(region_id, river_id, tuple(line)) for region_id, river_id, *line in lines]
    found = [one for one in current if any(holds_at(one, place) for place in places)]
    rank = {"red": 0, "orange": 1, "yellow": 2}
    return sorted(found, key=lambda one: rank[one.level])
