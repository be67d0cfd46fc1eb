"""Sections with what they are asked for and what they last were."""

from __future__ import annotations

from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rivers.water.models import Section, SectionMonth, SectionTarget


def sections_of(rows: QuerySet[Section], today: date) -> QuerySet[Section]:
    """Sections with ``target_now``, and the latest month that was assessed: ``latest_month``, ``_class``, ``_target``."""
    # The latest month with a class: after a dry month the list still says what the water was like.
    months = SectionMonth.objects.filter(section=OuterRef("pk"), water_class__isnull=False).order_by("-month")
    return with_target(rows, today).annotate(
        latest_month=Subquery(months.values("month")[:1]),
        latest_class=Subquery(months.values("water_class")[:1]),
        latest_target=Subquery(months.values("target")[:1]),
    )


def with_target(rows: QuerySet[Section], day: date) -> QuerySet[Section]:
    """Sections with their place, and the target that holds on that day as ``target_now``."""
    targets = SectionTarget.objects.filter(section=OuterRef("pk")).on(day)
    held = Coalesce(Subquery(targets.values("target")[:1]), F("target"))
    return rows.select_related("river", "region").annotate(target_now=held)
