"""Sections, and what is asked of their water from when on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.audit.services import record
from rivers.registry.models import River
from rivers.registry.services import saving
from rivers.water.models import Section, SectionTarget
from rivers.water.rules.targets import target_in

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region


@transaction.atomic
def create_section(
    *,
    by: Post | None,
    name: str,
    code: str,
    river: River,
    region: Region,
    target: int,
    body: str,
    lat: float | None = None,
    lng: float | None = None,
) -> Section:
    """Enter a monitoring section; ``region`` answers for it; ``target`` is a WaterClass, ``body`` a WaterBody."""
    saving.must_keep(region.code, by=by)
    section = Section(name=name.strip(), code=code.strip(), river=river, region=region, target=target, body=body)
    section.lat, section.lng = lat, lng
    saving.create(section, "section.create", ["name", "code", "river", "region", "target", "body"], by=by)
    return section


@transaction.atomic
def move_section(section: Section, lat: float, lng: float, *, by: Post | None, seen: str | None = None) -> Section:
    """Put the section where it is sampled (WGS-84); ``seen``: the ``place_mark`` on the screen. Raises EditedMeanwhile."""
    saving.must_keep(section.region_id, by=by)
    saving.move(section, lat, lng, seen, "section.move", by=by)
    return section


@transaction.atomic
def set_target(section: Section, *, by: Post | None, since: date, target: int, basis: str) -> int:
    """Ask another class of the section from the month ``since`` on; returns how many filed months that changes.

    Months before it keep their target; a target that begins later still ends this one. The same month again replaces it.
    """
    saving.must_keep(section.region_id, by=by)
    if not basis.strip():
        raise ValidationError({"basis": "请写明目标调整的依据，如文件名称或文号。"})
    since = since.replace(day=1)
    # Locked like a month that is filed: neither misses the other.
    Section.objects.select_for_update().get(pk=section.pk)
    before = section.targets.filter(since=since).first()
    told = {"since": f"{since:%Y-%m}", "target": before.target if before else None}
    SectionTarget.objects.update_or_create(
        section=section, since=since, defaults={"target": target, "basis": basis.strip()}
    )
    changed = _rewrite(section)
    after = {"since": f"{since:%Y-%m}", "target": target, "basis": basis.strip(), "months": changed}
    record("section.target", section, post=by, before=told, after=after)
    return changed


def _rewrite(section: Section) -> int:
    """Write each month's target again; only those whose target is another one are touched."""
    targets = [(row.since, row.target) for row in section.targets.all()]
    months = [
        month for month in section.months.all() if month.target != target_in(month.month, targets, section.target)
    ]
    for month in months:
        month.target = target_in(month.month, targets, section.target)
    section.months.model.objects.bulk_update(months, ["target"])
    return len(months)
