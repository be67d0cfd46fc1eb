"""The kind 问题台账: an office's ledger of a year, its closed rows closed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.utils import timezone

from hezhang.core.accounts.models import Department, Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.words import shortened
from hezhang.core.web.excel import as_name_and_phone
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Kind, register
from hezhang.core.web.importing.desk.places import position_of
from hezhang.core.web.importing.desk.plan import NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.rows import Row
from issues.clocks.choices import Severity, Track
from issues.ledger.choices import Source, State
from issues.ledger.importing.fields import FIELDS
from issues.ledger.importing.remarks import remarks_of
from issues.ledger.importing.words import CLASSES, Term
from issues.ledger.models import Category, Issue
from issues.ledger.services import take_over
from rivers.registry.importing.find import Registry, region_of
from rivers.registry.models import Reach, River

NAMESPACE = uuid.UUID("7a1d3c52-0d6f-4f0e-9d8e-5b0e6a3f9c11")
# 永中街道办事处 is called 永中街道: the place is not cut off with its government.
PLACES = {"街道办事处": "街道", "镇人民政府": "镇", "镇政府": "镇", "乡人民政府": "乡", "乡政府": "乡"}
VERDICTS = {"结论", "销号结论", "是否同意销号", "复核结论"}
ENDS = ("人民政府", "办事处", "政府", "分局", "局")


@dataclass
class Known:
    """What rows are compared with, fetched once."""

    registry: Registry
    context: Context
    categories: dict[str, Category]
    units: dict[str, list[Department]]
    numbers: dict[str, Issue]
    ids: dict[uuid.UUID, Issue]

    def stored(self, row: Row) -> Issue | None:
        """What the row already is in the ledger."""
        return self.numbers.get(row.get("number", "")) or self.ids.get(_id(row))

    def named(self, words: str) -> list[Department]:
        """The units that a name may mean: those called so, else those whose short name it is."""
        bare = _bare(words, self.context.region)
        return self.units.get(bare) or [
            unit for name, units in self.units.items() if _is_short(bare, name) for unit in units
        ]


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by its number, else by river, day, place and words; what stands in the ledger already stays as it is."""
    known = _known(rows, context)
    refuse_twice(rows, lambda row: row.get("number"), "number", "问题编号")
    acts = [act for row in rows if not row.is_refused and (act := _act(row, known))]
    seen: dict[uuid.UUID, Row] = {}
    for act in acts:
        if act.what == NEW and (first := seen.setdefault(_id(act.row), act.row)) is not act.row:
            act.row.refuse(
                "text", f"与第 {first.number} 行是同一件事（河湖、日期、位置、描述都相同）。", "请只保留一行。"
            )
    open_now = sum(act.what == NEW and not act.row.get("closed") and not act.row.is_refused for act in acts)
    done = sum(act.what == NEW and not act.row.is_refused for act in acts) - open_now
    told = remarks_of(rows, acts, known.stored, known.named)
    return Outcome(acts, [("其中已销号", done), ("其中在办", open_now)], told)


def _known(rows: list[Row], context: Context) -> Known:
    region = context.region
    code = region.code if region else ""
    categories = {one.name: one for one in Category.objects.in_force(code).filter(is_active=True)}
    units: dict[str, list[Department]] = {}
    for unit in Department.objects.active().filter(within(region)) if region else []:
        units.setdefault(_bare(unit.name, region), []).append(unit)
    here = Issue.objects.filter(within(region)) if region else Issue.objects.none()
    numbers = [row.get("number") for row in rows if row.get("number")]
    ids = [_id(row) for row in rows if not row.is_refused]
    return Known(
        Registry(context), context, categories, units,
        here.in_bulk(numbers, field_name="number"), here.in_bulk(ids, field_name="client_id"),
    )  # fmt: skip


def _bare(name: str, region: Region | None) -> str:
    """永中街道办事处 → 永中街道, 桥头镇人民政府 → 桥头镇, 龙湾区水利局 → 水利: as ledgers call units."""
    told = name.replace(" ", "")
    for upper in (region.name, "区", "县", "市") if region else ():
        told = told.removeprefix(upper)
    for end, place in PLACES.items():
        if told.endswith(end) and told != end:
            return told.removesuffix(end) + place
    return next((told.removesuffix(end) for end in ENDS if told.endswith(end) and len(told) > len(end) + 1), told)


def _is_short(short: str, name: str) -> bool:
    """住建 of 住房和城乡建设, 市场监管 of 市场监督管理: the same beginning, its characters in their order."""
    rest = iter(name)
    return 2 <= len(short) < len(name) and short[0] == name[0] and all(each in rest for each in short)


def _id(row: Row) -> uuid.UUID:
    """The same matter is the same issue for ever, however often the ledger is sent."""
    parts = [
        row.text("town"),
        row.text("river"),
        row.read.get("found"),
        row.text("place"),
        row.text("text"),
    ]
    return uuid.uuid5(NAMESPACE, "|".join(str(part) for part in parts))


def _act(row: Row, known: Known) -> Act | None:
    stored = known.stored(row)
    if stored is not None:
        _tell_difference(row, stored)
        return Act(row, SAME, _shown(row, stored.river.name, stored.get_state_display()))
    region, position = region_of(row, known.context), position_of(row)
    river = known.registry.river(row) if row.get("river") else None
    reach = known.registry.reach(row, "reach", river, region) if row.get("reach") else None
    _check_days(row, known.context.today)
    if row.is_refused:
        return None
    river = river or (reach.river if reach else None)
    if river is None:
        row.refuse("river", "没有写属于哪条河湖。", "请填写河湖名称或编码。")
        return None
    home = _home(row, region, river, known)
    if home is None:
        return None
    facts = _facts(row, home, known) | {
        "river": river,
        "region": home,
        "reach": reach or _reach(row, river, home, known),
    }
    facts |= {"lat": position[0], "lng": position[1]} if position else {}
    state = (
        State.CLOSED
        if facts["closed_at"]
        else State.RECTIFYING
        if facts["unit"] and facts["due_on"]
        else State.REGISTERED
    )
    carry = partial(take_over, by=known.context.by, client_id=_id(row), **facts)
    return Act(row, NEW, _shown(row, river.name, state.label), carry, rank=(facts["found_at"], row.number))


def _tell_difference(row: Row, stored: Issue) -> None:
    if bool(row.get("closed")) != (stored.state == State.CLOSED):
        row.guess(
            "closed",
            stored.get_state_display(),
            f"台账中已有这件事（{stored.number}），办理情况以台账为准，不从文件更新",
        )


def _check_days(row: Row, today: date) -> None:
    found, closed, term = row.get("found"), row.get("closed"), row.get("due")
    if found is None and not row.is_refused:
        row.refuse("found", "没有写发现时间。", "请填写日期。")
    elif found and found > today:
        row.refuse("found", "发现时间晚于今天。", "请核对日期。")
    elif found and closed and closed < found:
        row.refuse("closed", f"销号时间早于发现时间 {found}。", "请核对日期。")
    elif closed and closed > today:
        row.refuse("closed", "销号时间晚于今天。", "还没有销号的请留空。")
    elif found and term and term.due_on and term.due_on < found:
        row.refuse("due", f"整改时限早于发现时间 {found}。", "请核对日期。")


def _home(row: Row, region: Region | None, river: River, known: Known) -> Region | None:
    if region is not None:
        return region
    if not known.context.may_write(river.region_id):
        row.refuse("region", "没有写所在区划。", "请填写乡镇（街道）或村（社区）。")
        return None
    row.guess("river", river.region.name, "没有写所在区划，按河湖所属的区划")
    return river.region


def _reach(row: Row, river: River, region: Region, known: Known) -> Reach | None:
    """The river's only reach in the place where the issue lies."""
    every = [one for several in known.registry.reaches.values() for one in several if one.river_id == river.pk]
    here = [one for one in every if one.region_id == region.code]
    if len(here) == 1:
        row.guess("river", here[0].name, "河段按河湖和所在区划")
        return here[0]
    return None


def _facts(row: Row, region: Region, known: Known) -> dict[str, Any]:
    term: Term | None = row.get("due")
    closed, progress = row.get("closed"), row.get("progress", 0)
    if closed and row.text("progress") and progress < 100:
        row.guess("progress", "已销号", "整改情况与销号时间不一致，以销号时间为准")
    if not closed and progress == 100:
        row.guess("progress", "在办", "写着已完成而没有销号时间，登记为在办，核查后再销号")
    unit = _unit(row, known)
    severity = row.get("severity")
    if severity is None:
        severity = Severity.MINOR
        row.guess("severity", str(severity.label), "没有写严重程度")
    source = row.get("source")
    if source is None:
        source = Source.OTHER
        row.guess("source", str(source.label), "没有写来源")
    found = _start(row.get("found"))
    return {
        "text": row.get("text"), "place": row.get("place", ""), "category": _category(row, known), "severity": severity,
        "source": source, "track": term.track if term else Track.TERM, "due_on": term.due_on if term else None, "unit": unit,
        "found_at": found, "closed_at": max(_start(closed), found) if closed else None, "progress": 100 if closed else progress,
        "requirement": row.get("requirement", ""), "outside_number": row.get("outside", ""),
        "list_level": row.get("level") or "", "old_ledger": _old(row, term, unit),
    }  # fmt: skip


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _category(row: Row, known: Known) -> Category | None:
    words = parsers.plain(row.raw("category")).replace(" ", "")
    if not words:
        row.guess("category", "未定类别", "没有写类别")
        return None
    exact = known.categories.get(words)
    if exact is not None:
        return exact
    near = known.categories.get(CLASSES.get(words, "")) or next(
        (one for name, one in known.categories.items() if name in words), None
    )
    row.guess("category", near.name if near else "未定类别", "按相近的类别" if near else "参数设置里没有这个类别")
    return near


def _unit(row: Row, known: Known) -> Department | None:
    """The unit as it is registered; several names in one cell, or none that is known, stay words of the old ledger."""
    words = str(row.get("unit", "")) or str(row.get("lead", ""))
    if not words:
        return None
    found = known.named(words)
    if len(found) == 1:
        if found[0].name != words:
            row.guess("unit" if row.get("unit") else "lead", found[0].name, "按单位名称")
        return found[0]
    row.guess(
        "unit" if row.get("unit") else "lead",
        "未指定责任单位",
        "系统中没有这个单位，原文记入“原台账”，在办的由河长办交办",
    )
    return None


def _old(row: Row, term: Term | None, unit: Department | None) -> str:
    """What the old ledger says that has no column of its own here; never a number of a person's phone."""
    name = as_name_and_phone(row.raw("person"))[0]
    told = [
        ("序号", row.text("serial")), ("牵头部门", row.text("lead")), ("责任单位", "" if unit else row.text("unit")), ("责任人", name),
        ("整改时限", term.words if term else ""), ("整改情况", row.text("progress")), ("备注", row.text("remark")),
    ]  # fmt: skip
    return shortened(
        "；".join(f"{label} {words}" for label, words in told if words and words != "/") or "原台账导入", 500
    )


def _shown(row: Row, river: str, state: Any) -> list[Any]:
    term: Term | None = row.get("due")
    due = (term.due_on or term.words) if term else ""
    return [
        river,
        row.get("place", ""),
        row.get("text"),
        row.read.get("found") or "",
        due,
        row.get("closed") or "",
        state,
    ]


KIND = register(
    Kind(
        key="issues",
        title="问题台账",
        order=90,
        rule=is_office,
        list_url="issues:ledger",
        fields=FIELDS,
        plan=plan,
        least=4,
        # With a superior's verdicts it is his 销号清单, whatever else it shows of the problems.
        fits=lambda head: not VERDICTS & set(head.names),
        headings=["河湖", "位置", "问题描述", "发现时间", "整改时限", "销号时间", "状态"],
        leaves=frozenset({"issues.numberseries"}),
        hint="直接上传现有的台账即可。已销号的登记为已销号；责任单位和时限都认得出的登记为整改中，其余登记为待交办。"
        "河湖和责任单位须先登记；台账中已有的（同一河湖、日期、位置和描述）不会重复登记。",
    )
)
