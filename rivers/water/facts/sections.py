"""Sections with what they are asked for and what they last were."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from rivers.registry.facts import first_free
from rivers.water.models import Section, SectionMonth, SectionTarget, SectionTrend

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region


def next_section_code(region: Region) -> str:
    """County's six digits, D and a serial of four digits: 330303D0008."""
    prefix = f"{region.code[:6]}D"
    taken = Section.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    return f"{prefix}{first_free(taken, prefix):04d}"


def sections_of(rows: QuerySet[Section], today: date) -> QuerySet[Section]:
    """Sections with ``target_now``, the latest month that was assessed (``latest_month``, ``_class``, ``_target``), ``warned``."""
    warned = Prefetch("trends", SectionTrend.objects.warnings(today), to_attr="warned")
    return with_latest(with_target(rows, today)).prefetch_related(warned)


def with_latest(rows: QuerySet[Section]) -> QuerySet[Section]:
    """Sections with the latest month that was assessed: ``latest_month``, ``latest_class``, ``latest_target``."""
    # The latest month with a class: after a dry month the list still says what the water was like.
    months = SectionMonth.objects.filter(section=OuterRef("pk"), water_class__isnull=False).order_by("-month")
    return rows.annotate(
        latest_month=Subquery(months.values("month")[:1]),
        latest_class=Subquery(months.values("water_class")[:1]),
        latest_target=Subquery(months.values("target")[:1]),
    )


def with_target(rows: QuerySet[Section], day: date) -> QuerySet[Section]:
    """Sections with their place, and the target that holds on that day as ``target_now``."""
    targets = SectionTarget.objects.filter(section=OuterRef("pk")).on(day)
    held = Coalesce(Subquery(targets.values("target")[:1]), F("target"))
    return rows.select_related("river", "region").annotate(target_now=held)


def warned_of(rows: QuerySet[Section], today: date) -> QuerySet[Section]:
    """水质预警: sections with an item that has become significantly worse."""
    return rows.filter(pk__in=Section.objects.standing(today).values("pk")).filter(
        Exists(SectionTrend.objects.warnings(today).filter(section=OuterRef("pk")))
    )


def warned_for(post: Post, today: date) -> QuerySet[Section]:
    """The same in the post's scope."""
    return warned_of(Section.objects.visible_to(post), today)
