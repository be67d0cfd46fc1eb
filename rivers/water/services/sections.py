"""Sections, and what is asked of their water from when on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from hezhang.core.audit.services import changes, record
from hezhang.core.kernel.edits import fingerprint, lock_unchanged
from hezhang.core.kernel.words import day_words
from rivers.boards.services import settle_reaches
from rivers.registry.models import Reach, River
from rivers.registry.services import saving
from rivers.registry.services.lifetime import check_order, last_day_of
from rivers.water.choices import WaterBody
from rivers.water.models import Section, SectionMonth, SectionTarget
from rivers.water.rules.targets import target_in
from rivers.water.services.planning import MonthIn, plan_months

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
    established_on: date | None = None,
) -> Section:
    """Enter a monitoring section; ``region`` answers for it; ``target`` is a WaterClass, ``body`` a WaterBody."""
    saving.must_keep(region.code, by=by)
    section = Section(name=name.strip(), code=code.strip(), river=river, region=region, target=target, body=body)
    section.lat, section.lng, section.established_on = lat, lng, established_on
    shown = ["name", "code", "river", "region", "target", "body"] + ["established_on"] * bool(established_on)
    saving.create(section, "section.create", shown, by=by)
    return section


EDITABLE = ("name", "code", "river", "region", "body", "lat", "lng", "established_on", "ended_on")


def section_mark(section: Section) -> str:
    """What a form carries along, so that an edit of somebody else is noticed."""
    return fingerprint({name: _plain(getattr(section, name)) for name in EDITABLE})


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value


def foretell_edit(section: Section, values: Mapping[str, Any]) -> list[str]:
    """What another place, river or kind of water would mean for the months that are filed."""
    count, told = section.months.count(), []
    if count and values["body"] != section.body:
        told.append(
            f"水体类型改为{WaterBody(values['body']).label}：已填报的 {count} 个月按新的限值（总磷）重新评价类别，监测值不变。"
        )
    if count and values["river"].pk != section.river_id:
        told.append(f"已填报的 {count} 个月随断面归到{values['river'].name}，不再计入{section.river.name}。")
    if count and values["region"].pk != section.region_id:
        told.append(
            f"已填报的 {count} 个月改由{values['region'].name}负责，以后的考核按新区划计算；已冻结的考核结果不变。"
        )
    return told


@transaction.atomic
def edit_section(section: Section, values: Mapping[str, Any], *, by: Post | None, seen: str | None = None) -> Section:
    """Change what a section is; another kind of water body judges its filed months anew. Raises EditedMeanwhile."""
    saving.must_keep(section.region_id, by=by)
    saving.must_keep(values["region"].code, by=by)
    stored = lock_unchanged(section, section_mark(section) if seen is None else seen, section_mark)
    wanted = {name: values[name] for name in EDITABLE if name in values}
    wanted |= {name: wanted[name].strip() for name in ("name", "code")}
    before, after = changes(stored, wanted)
    if not after:
        return stored
    river, body, last = stored.river_id, stored.body, stored.ended_on
    for name, value in wanted.items():
        setattr(stored, name, value)
    _check_lifetime(stored, last)
    stored.full_clean()
    stored.save()
    months = _judge_anew(stored) if stored.body != body else 0
    if stored.river_id != river or stored.ended_on != last:
        # The boards of the river that it has left, or that it no longer stands on, do not speak of it any more.
        settle_reaches(Reach.objects.filter(river=river).values_list("pk", flat=True))
    record("section.edit", stored, post=by, before=before, after=after | ({"months": months} if months else {}))
    return stored


def _check_lifetime(section: Section, before: date | None) -> None:
    """The last day after every month that was filed, and never while it lies on a river that has ended."""
    check_order(section.established_on, section.ended_on)
    if section.ended_on == before:
        return
    if section.ended_on is None and (over := last_day_of(section.river)):
        raise ValidationError({"ended_on": f"“{section.river.name}”已于 {day_words(over)} 终止，请先恢复它。"})
    newest = section.months.order_by("-month").first() if section.ended_on else None
    if newest and section.ended_on and newest.month > section.ended_on:
        raise ValidationError(
            {"ended_on": f"{newest.month.year} 年 {newest.month.month} 月的水质已填报，终止时间不能早于该月。"}
        )


def _judge_anew(section: Section) -> int:
    """The class of each filed month by the limits of the section's kind of water; how many have another one now."""
    rows = [MonthIn(section, month, {}) for month in section.months.values_list("month", flat=True)]
    changed = []
    for plan in plan_months(rows):
        month, result = plan.stored, plan.result
        told = result.water_class, "、".join(result.main_pollutants)
        if month and result.water_class is not None and told != (month.water_class, month.main_pollutants):
            month.water_class, month.main_pollutants = told
            changed.append(month)
    SectionMonth.objects.bulk_update(changed, ["water_class", "main_pollutants"])
    return len(changed)


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
