"""Sections and their monthly water quality; the class is computed, never typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from hezhang.core.kernel import edits
from rivers.registry.models import River
from rivers.registry.services import saving
from rivers.water.choices import Monitored
from rivers.water.models import Reading, Section, SectionMonth, WaterStandard
from rivers.water.rules import quality

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
def record_month(
    *,
    by: Post | None,
    section: Section,
    month: date,
    readings: dict[str, str],
    monitored: str = Monitored.YES,
    source: str = "",
    seen: str | None = None,
) -> SectionMonth:
    """Enter (or put right) a section's month. ``readings``: item code → the figure as reported ("0.025L" allowed).

    Blank figures mean not measured. ``seen``: the ``mark`` of what the actor had before the eyes; None to write in any
    case. Raises EditedMeanwhile when that is stale, and ValidationError keyed by item code, or by ``monitored``/``month``.
    """
    saving.must_keep(section.region_id, by=by)
    month = month.replace(day=1)
    if month > timezone.localdate():
        raise ValidationError({"month": "不能填报未来月份的水质。"})
    reported = {item: text.strip() for item, text in readings.items() if text.strip()}
    values, standard, result = _reckon(section, month, reported, monitored)
    row, before = _lock(section, month)
    if seen is not None:
        _must_be_seen(row, seen)
    row.monitored, row.source, row.standard = monitored, source, standard
    row.water_class, row.main_pollutants = result.water_class, "、".join(result.main_pollutants)
    row.full_clean()
    row.save()
    # Replaced as a whole: a figure that was cleared is gone. What it was stands in the journal.
    row.readings.all().delete()
    Reading.objects.bulk_create(
        Reading(month=row, item=key, reported=reported[key], value=values[key]) for key in reported
    )
    record("section.month", row, post=by, before=before, after=_facts(row, reported))
    return row


def _lock(section: Section, month: date) -> tuple[SectionMonth, dict[str, Any]]:
    """The month's row (new or stored), and what the journal should remember of it."""
    # The section is locked, not the month: of two who file a new month at once, neither finds a row to lock.
    Section.objects.select_for_update().get(pk=section.pk)
    row = _find(section, month)
    return (row, _filed(row)) if row else (SectionMonth(section=section, month=month), {})


def _find(section: Section, month: date) -> SectionMonth | None:
    return SectionMonth.objects.filter(section=section, month=month).first()


def _filed(row: SectionMonth) -> dict[str, Any]:
    return _facts(row, {reading.item: reading.reported for reading in row.readings.all()})


def _facts(row: SectionMonth, reported: dict[str, str]) -> dict[str, Any]:
    facts = {"monitored": row.monitored, "water_class": row.water_class, "source": row.source}
    return facts | {"readings": "；".join(f"{item}={text}" for item, text in reported.items())}


def mark(section: Section, month: date) -> str:
    """What a form carries along, so that figures filed meanwhile are noticed; "" for a month without any."""
    row = _find(section, month)
    return _mark_of(row) if row else ""


def _mark_of(row: SectionMonth) -> str:
    # The month stands in it in clear: another month chosen in the form is a slip, and no stale edit.
    return f"{row.month:%Y-%m} {edits.fingerprint(_filed(row))}"


def _must_be_seen(row: SectionMonth, seen: str) -> None:
    """No silent overwrite, and no figures of one month filed under another."""
    words = f"{row.month.year}年{row.month.month}月"
    if row.pk and not seen:
        raise ValidationError({"month": f"{words}已填报过。请在断面页该月一行点“更正”，以免覆盖。"})
    if seen and (not row.pk or not seen.startswith(f"{row.month:%Y-%m} ")):
        raise ValidationError({"month": f"这一页打开的是另一个月份的数据。请从断面页打开{words}再填报。"})
    if row.pk:
        edits.lock_unchanged(row, seen, _mark_of)


def _reckon(
    section: Section, month: date, reported: dict[str, str], monitored: str
) -> tuple[dict[str, Decimal], WaterStandard | None, quality.Classification]:
    if monitored != Monitored.YES:
        if reported:
            raise ValidationError({"monitored": "已选择未监测、断流或封冻，请清空各项监测值，或改选“已监测”。"})
        return {}, None, quality.Classification(None)
    standard = WaterStandard.objects.in_force(month)
    if standard is None:
        raise ValidationError({"month": "该月份没有可用的水质标准，请先在设置中登记。"})
    limits = quality.limits_of(standard.limits.all())
    values = _values(reported, {limit.item for limit in limits})
    result = quality.classify(values, limits, section.body)
    if result.water_class is None:
        raise ValidationError(
            {"monitored": "请至少填写一项参与评价的监测值；没有监测的月份请选择“未监测”“断流”或“封冻”。"}
        )
    return values, standard, result


def _values(reported: dict[str, str], known: set[str]) -> dict[str, Decimal]:
    values: dict[str, Decimal] = {}
    faults: dict[str, str] = {}
    for item, text in reported.items():
        if item not in known:
            faults[item] = f"标准中没有项目“{item}”。"
            continue
        try:
            values[item] = quality.read_value(text)
        except ValueError:
            faults[item] = f"“{text}”不是监测值，请填数字；低于检出限的填“检出限+L”，如 0.025L。"
            continue
        most = quality.most_of(item)
        # A slipped decimal point would make a clean river 劣Ⅴ for a month, and cost its town the points.
        if most is not None and values[item] > most:
            faults[item] = f"“{text}”超出可能的范围（不大于 {most}），请核对小数点。"
    if faults:
        raise ValidationError(faults)
    return values
