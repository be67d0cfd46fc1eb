"""Writing months: one sheet, or a whole grid of them in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from hezhang.core.audit.services import record
from hezhang.core.kernel import edits
from hezhang.core.kernel.refusal import Refusal
from rivers.registry.services import saving
from rivers.water.choices import Monitored, Outcome
from rivers.water.models import Reading, Section, SectionMonth
from rivers.water.services.planning import (
    MonthIn,
    MonthsRefused,
    Planned,
    facts_of,
    figures_of,
    mark_of,
    plan_months,
)
from rivers.water.services.trends import refresh_trends

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

WHY = "更正已填报的月份，请写明更正原因。"


@transaction.atomic
def save_months(rows: Sequence[MonthIn], *, by: Post | None, reason: str = "") -> list[Planned]:
    """Save every row or none; returns what was done with each (blank and unchanged rows are left alone).

    Raises MonthsRefused when a row is wrong or was changed by somebody else meanwhile, and Refusal at ``reason`` when a
    filed month would be corrected without one (``by`` None: set-up, which needs none).
    """
    for code in sorted({row.section.region_id for row in rows}):
        saving.must_keep(code, by=by)
    _lock(row.section for row in rows)
    plans = plan_months(rows)
    if any(plan.outcome in (Outcome.WRONG, Outcome.LATE) for plan in plans):
        raise MonthsRefused(plans)
    _write(plans, by=by, reason=reason)
    return plans


@transaction.atomic
def record_month(
    *,
    by: Post | None,
    section: Section,
    month: date,
    readings: Mapping[str, str],
    monitored: str = Monitored.YES,
    source: str = "",
    seen: str | None = None,
    reason: str = "",
) -> SectionMonth:
    """Enter (or put right) a section's month as a whole: an item that is not named was not measured.

    Raises EditedMeanwhile when ``seen`` is stale, and ValidationError keyed by item code, or by ``monitored``/``month``.
    """
    saving.must_keep(section.region_id, by=by)
    month = month.replace(day=1)
    _lock([section])
    stored = _find(section, month)
    whole = {**dict.fromkeys(figures_of(stored) if stored else (), ""), **readings}
    (plan,) = plan_months([MonthIn(section, month, whole, monitored, source)])
    if plan.faults:
        raise ValidationError(dict(plan.faults))
    if seen is not None:
        _must_be_seen(stored, month, seen)
    if plan.outcome != Outcome.SAME:
        _write([plan], by=by, reason=reason)
    return SectionMonth.objects.select_related("section").get(section=section, month=month)


def mark(section: Section, month: date) -> str:
    """What a form carries along, so that figures filed meanwhile are noticed; "" for a month without any."""
    stored = _find(section, month)
    return mark_of(stored) if stored else ""


def _find(section: Section, month: date) -> SectionMonth | None:
    return SectionMonth.objects.filter(section=section, month=month).prefetch_related("readings").first()


def _lock(sections: Iterable[Section]) -> None:
    """Until the transaction ends; in one order, so that two grids do not wait for each other."""
    # The section is locked, not the month: of two who file a new month at once, neither finds a row to lock.
    keys = {section.pk for section in sections}
    list(Section.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _must_be_seen(stored: SectionMonth | None, month: date, seen: str) -> None:
    """No silent overwrite, and no figures of one month filed under another."""
    words = f"{month.year}年{month.month}月"
    if stored and not seen:
        raise ValidationError({"month": f"{words}已填报过。请在断面页该月一行点“更正”，以免覆盖。"})
    if seen and (not stored or not seen.startswith(f"{month:%Y-%m} ")):
        raise ValidationError({"month": f"这一页打开的是另一个月份的数据。请从断面页打开{words}再填报。"})
    if stored:
        edits.lock_unchanged(stored, seen, mark_of)


def _write(plans: Sequence[Planned], *, by: Post | None, reason: str) -> None:
    changed = [plan for plan in plans if plan.outcome == Outcome.CHANGED]
    if changed and by is not None and not reason.strip():
        raise Refusal(fields={"reason": WHY})
    before = {plan.stored.pk: facts_of(plan.stored, figures_of(plan.stored)) for plan in changed if plan.stored}
    new = [plan for plan in plans if plan.outcome == Outcome.NEW]
    months = [(plan, _filled(plan)) for plan in [*new, *changed]]
    SectionMonth.objects.bulk_create(month for plan, month in months if plan.stored is None)
    fields = ["monitored", "source", "standard", "water_class", "main_pollutants", "target"]
    SectionMonth.objects.bulk_update([month for plan, month in months if plan.stored], fields)
    # Replaced as a whole: a figure that was cleared is gone. What it was stands in the journal.
    Reading.objects.filter(month__in=list(before)).delete()
    Reading.objects.bulk_create(
        Reading(month=month, item=item, reported=text, value=plan.values[item])
        for plan, month in months
        for item, text in plan.reported.items()
    )
    refresh_trends(month.section for _, month in months)
    why = {"reason": reason.strip()} if reason.strip() else {}
    for plan, month in months:
        after = facts_of(month, plan.reported) | (why if plan.stored else {})
        record("section.month", month, post=by, before=before.get(month.pk), after=after)


def _filled(plan: Planned) -> SectionMonth:
    """The month's row as it will stand."""
    section, first = plan.row.section, plan.row.month.replace(day=1)
    month = plan.stored or SectionMonth(section=section, month=first)
    month.section = section
    month.monitored, month.standard, month.target = plan.row.monitored, plan.standard, plan.target
    month.source = month.source if plan.row.source is None else plan.row.source.strip()
    month.water_class, month.main_pollutants = plan.result.water_class, "、".join(plan.result.main_pollutants)
    return month
