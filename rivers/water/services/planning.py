"""What saving months would do: the plan that the grid shows, the import desk tells, and the services carry out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from hezhang.core.kernel import edits
from hezhang.core.kernel.refusal import INVALID, Refusal
from hezhang.core.kernel.words import day_words
from rivers.water.choices import Monitored, Outcome
from rivers.water.models import MonthlyItem, Section, SectionMonth, SectionTarget, WaterStandard
from rivers.water.rules import quality
from rivers.water.rules.targets import target_in

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LETTERS = 20  # of a figure as reported


@dataclass(frozen=True)
class MonthIn:
    """A section's month as it should stand.

    ``readings``: item code → the figure as reported ("0.025L", full-width digits allowed), "" for not measured; items that
    are not named stay as they are. ``source``: None keeps what stands. ``seen``: the ``mark`` of what the actor had before
    the eyes ("" for nothing); None writes in any case.
    """

    section: Section
    month: date
    readings: Mapping[str, str]
    monitored: str = Monitored.YES
    source: str | None = None
    seen: str | None = None


@dataclass(frozen=True)
class Planned:
    """A row and what would come of it. ``faults`` go by item code, or by "monitored" or "month" for the whole row."""

    row: MonthIn
    outcome: str
    faults: Mapping[str, str] = field(default_factory=dict)
    reported: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Decimal] = field(default_factory=dict)
    result: quality.Classification = field(default_factory=lambda: quality.Classification(None))
    standard: WaterStandard | None = None
    target: int = 0
    stored: SectionMonth | None = None


class MonthsRefused(Refusal):
    """Some rows cannot be saved, so none is; ``plans`` tell which and why. 409 where all that is wrong is another's edit."""

    def __init__(self, plans: Sequence[Planned]) -> None:
        wrong = sum(plan.outcome == Outcome.WRONG for plan in plans)
        late = sum(plan.outcome == Outcome.LATE for plan in plans)
        words = [f"{wrong} 行有误"] if wrong else []
        words += [f"{late} 行在您填写期间已被他人填报或更正"] if late else []
        super().__init__(f"没有保存：{'，'.join(words)}。", status=INVALID if wrong else 409)
        self.plans = list(plans)


def plan_months(rows: Sequence[MonthIn]) -> list[Planned]:
    """What each row would do, in their order; nothing is written. As many questions for one row as for a thousand."""
    known = _Known(rows)
    told: set[tuple[int, date]] = set()
    plans = []
    for row in rows:
        plan = _plan(row, known)
        key = row.section.pk, row.month.replace(day=1)
        if key in told and plan.outcome != Outcome.BLANK:
            plan = Planned(row, Outcome.WRONG, {"month": "同一断面、同一月份在表中出现了两次，请只留一行。"})
        told |= {key} if plan.outcome != Outcome.BLANK else set()
        plans.append(plan)
    return plans


class _Known:
    """All that the rows need of the database, read at once."""

    def __init__(self, rows: Sequence[MonthIn]) -> None:
        self.today = timezone.localdate()
        sections, months = {row.section.pk for row in rows}, {row.month.replace(day=1) for row in rows}
        stored = SectionMonth.objects.filter(section__in=sections, month__in=months).prefetch_related("readings")
        self.stored = {(one.section_id, one.month): one for one in stored}
        self.standards = list(WaterStandard.objects.prefetch_related("limits").order_by("-valid_from"))
        self.limits = {one: quality.limits_of(one.limits.all()) for one in self.standards}
        self.items = MonthlyItem.objects.by_place()
        self.targets: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for one in SectionTarget.objects.filter(section__in=sections):
            self.targets[one.section_id].append((one.since, one.target))

    def standard_in(self, month: date) -> WaterStandard | None:
        return next((one for one in self.standards if one.valid_from <= month), None)


def _plan(row: MonthIn, known: _Known) -> Planned:
    month = row.month.replace(day=1)
    stored = known.stored.get((row.section.pk, month))
    facts: dict[str, Any] = {
        "stored": stored,
        "target": target_in(month, known.targets[row.section.pk], row.section.target),
    }
    reported = _reported(row, stored)
    if row.monitored == Monitored.YES and not reported and not stored:
        # Whether that is an omission is for the caller to say: a grid has lines that nobody has come to yet.
        return Planned(row, Outcome.BLANK, {"monitored": NOTHING_MEASURED}, **facts)
    if stored is None and (over := _outside(row.section, month)):
        return Planned(row, Outcome.WRONG, {"month": over}, reported=reported, **facts)
    judged, faults = _judge(row, month, reported, known)
    outcome = Outcome.WRONG if faults else _outcome(row, month, stored, reported)
    return Planned(row, outcome, faults, reported=reported, **judged, **facts)


def _outside(section: Section, month: date) -> str:
    """Why nothing is filed for that month: the section was not there."""
    if section.ended_on and month > section.ended_on:
        return f"断面已于 {day_words(section.ended_on)} 终止，之后的月份不再填报。"
    if section.established_on and month < section.established_on.replace(day=1):
        return f"断面建立于 {day_words(section.established_on)}，之前的月份不能填报。"
    return ""


def _reported(row: MonthIn, stored: SectionMonth | None) -> dict[str, str]:
    """Item → figure as it should stand, in the one notation; without the blanks."""
    before = figures_of(stored) if stored and row.monitored == Monitored.YES else {}
    named = {item: quality.tidy(text) for item, text in row.readings.items()}
    return {item: text for item, text in (before | named).items() if text}


def figures_of(stored: SectionMonth) -> dict[str, str]:
    return {reading.item: reading.reported for reading in stored.readings.all()}


NOTHING_MEASURED = "请至少填写一项参与评价的监测值；没有监测的月份请选择“未监测”“断流”或“封冻”。"


def _judge(
    row: MonthIn, month: date, reported: Mapping[str, str], known: _Known
) -> tuple[dict[str, Any], dict[str, str]]:
    """The values, the standard and the class; and what is wrong."""
    if month > known.today:
        return {}, {"month": "不能填报未来月份的水质。"}
    if row.monitored != Monitored.YES:
        wrong = "已选择未监测、断流或封冻，请清空各项监测值，或改选“已监测”。"
        return {}, {"monitored": wrong} if reported else {}
    standard = known.standard_in(month)
    if standard is None:
        return {}, {"month": "该月份没有可用的水质标准，请先在设置中登记。"}
    limits = known.limits[standard]
    items = {limit.item for limit in limits} | {one.item for one in known.items.of(row.section.region_id)}
    values, faults = _values(reported, items)
    result = quality.classify(values, limits, row.section.body)
    if not faults and result.water_class is None:
        faults = {"monitored": NOTHING_MEASURED}
    return {"values": values, "standard": standard, "result": result}, faults


def _values(reported: Mapping[str, str], known: Iterable[str]) -> tuple[dict[str, Decimal], dict[str, str]]:
    values: dict[str, Decimal] = {}
    faults: dict[str, str] = {}
    for item, text in reported.items():
        if item not in known:
            faults[item] = f"标准和月报项目中都没有“{item}”。"
        elif words := _fault(item, text):
            faults[item] = words
        else:
            values[item] = quality.read_value(text)
    return values, faults


def _fault(item: str, text: str) -> str:
    """What is wrong with a figure; "" for nothing."""
    try:
        value = quality.read_value(text)
    except ValueError:
        shown = text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"
        return f"“{shown}”不是监测值，请填数字；未检出的填如 0.025L。"
    # A slipped decimal point would make a clean river 劣Ⅴ for a month, and cost its town the points.
    most = quality.most_of(item)
    return f"“{text}”超出可能的范围（不大于 {most}），请核对小数点。" if most is not None and value > most else ""


def _outcome(row: MonthIn, month: date, stored: SectionMonth | None, reported: Mapping[str, str]) -> str:
    if stored and _is_same(row, stored, reported):
        return Outcome.SAME
    if row.seen is not None and row.seen != (mark_of(stored) if stored else ""):
        return Outcome.LATE
    return Outcome.CHANGED if stored else Outcome.NEW


def _is_same(row: MonthIn, stored: SectionMonth, reported: Mapping[str, str]) -> bool:
    """0.90 is 0.9: a workbook that was exported and comes back has lost its last noughts."""
    before = {item: quality.read_figure(text) for item, text in figures_of(stored).items()}
    after = {item: quality.read_figure(text) for item, text in reported.items()}
    # Who thought the month was new says where his figures come from; that alone is no reason to stop him.
    is_source_same = row.source in (None, stored.source) or row.seen == ""
    return stored.monitored == row.monitored and before == after and is_source_same


def mark_of(stored: SectionMonth) -> str:
    """What a form carries along, so that figures filed meanwhile are noticed."""
    # The month stands in it in clear: another month chosen in the form is a slip, and no stale edit.
    return f"{stored.month:%Y-%m} {edits.fingerprint(facts_of(stored, figures_of(stored)))}"


def facts_of(stored: SectionMonth, reported: Mapping[str, str]) -> dict[str, Any]:
    """What the journal keeps of a month."""
    facts = {"monitored": stored.monitored, "water_class": stored.water_class, "source": stored.source}
    return facts | {"readings": "；".join(f"{item}={text}" for item, text in reported.items())}
