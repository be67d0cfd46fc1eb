"""The kind 问题线索: each row a lead to be checked; what a list is called, and its 文号, from the rows or from above them."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.words import shortened
from hezhang.core.web.importing.desk.fields import Kind, register
from hezhang.core.web.importing.desk.places import position_of
from hezhang.core.web.importing.desk.plan import NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.rows import Row
from issues.leads.choices import LeadState
from issues.leads.importing.fields import DOCUMENT, FIELDS, UNNAMED
from issues.leads.importing.places import Places, Spot
from issues.leads.models import Lead, LeadBatch
from issues.leads.services import list_of, take_in, tell_list
from issues.ledger.choices import Source

NAMESPACE = uuid.UUID("b2f6a1de-54a0-4d1e-9a57-7f3f7d0c2e55")
TITLE = "问题线索"


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by source and number, else by words, day and place; what is known already stays as it is."""
    region = context.region
    if region is None:
        return Outcome()
    for row in rows:
        _complete(row, context)
    refuse_twice(rows, lambda row: _number(row), "number", "编号")
    places, known = Places(context, region), Known(rows, region)
    acts = [act for row in rows if not row.is_refused and (act := _act(row, places, known, context))]
    for act in _repeated(acts, region):
        act.row.refuse("text", "与前面的一行是同一条线索（内容、日期、位置都相同）。", "请只保留一行。")
    acts = [act for act in acts if not act.row.is_refused]
    return Outcome(acts, remarks=_remarks(acts, region), carry_out=partial(_carry_out, acts, context, region))


class Known:
    """What is there already, fetched once."""

    def __init__(self, rows: list[Row], region: Region) -> None:
        here = Lead.objects.filter(within(region)).select_related("river", "region").order_by("-pk")
        numbers = {row.get("number") for row in rows if row.get("number")}
        texts = {row.get("text") for row in rows if row.get("text") and not row.get("number")}
        self.numbers = {(one.source, one.outside_number): one for one in here.filter(outside_number__in=numbers)}
        self.others: dict[Any, list[Lead]] = {}
        for one in here.filter(outside_number="", text__in=texts):
            self.others.setdefault((one.text, one.place, timezone.localdate(one.found_at)), []).append(one)

    def stored(self, row: Row) -> Lead | None:
        """By its number, whatever the source where the row names none; else by its words, day and place."""
        if (number := row.get("number")) is not None:
            alike = [one for (_, told), one in self.numbers.items() if told == number] if not row.text("source") else []
            return self.numbers.get((row.get("source"), number)) or (alike[0] if len(alike) == 1 else None)
        several = self.others.get((row.get("text"), row.get("place", ""), row.get("found")), [])
        if several and (place := position_of(row)) is not None:
            several = [one for one in several if (one.lat, one.lng) == place]
        return several[0] if several else None


def _number(row: Row) -> tuple[str, str] | None:
    return (row.get("source"), row.get("number")) if row.get("number") else None


def _id(row: Row, region: Region) -> uuid.UUID:
    """The same matter is the same lead for ever, however often the list is sent."""
    parts: list[Any] = [region.code, row.get("source"), row.get("number")]
    if not row.get("number"):
        parts += [row.read.get(key) for key in ("text", "found", "place", "position", "lng", "lat", "river", "town")]
    return uuid.uuid5(NAMESPACE, "|".join(str(part or "") for part in parts))


def _complete(row: Row, context: Context) -> None:
    """What the row does not say, and is taken for; each told as a guess."""
    if row.is_refused:
        return
    if not row.get("text") and not row.get("number"):
        row.refuse("text", "编号和内容都没有写。", "请至少填写一项。")
        return
    if not row.get("source"):
        spots = "图斑" in context.title or "遥感" in context.title or "图斑" in "".join(row.table.head.names)
        _guess(row, "source", Source.SATELLITE if spots else Source.OTHER, "没有写来源")
    if not row.get("text"):
        _guess(row, "text", f"{Source(row.get('source')).label} {row.get('number')}", "没有写内容")
    if not row.get("batch"):
        _guess(row, "batch", _name_of(row, context), "没有写批次，按标题")
    if not row.get("document") and (found := DOCUMENT.search(context.title)):
        _guess(row, "document", found[0], "标题里的文号")
    _day(row, context.today)


def _guess(row: Row, key: str, value: str, why: str) -> None:
    row.read[key] = value
    row.guess(key, str(Source(value).label) if key == "source" else value, why)


def _name_of(row: Row, context: Context) -> str:
    """What stands above the head; else the sheet or the file, if somebody has named it; else the day."""
    head, filled = row.table.head, row.table.filled
    above = [str(cell) for line in filled[: head.first] for cell in dict.fromkeys(line) if cell not in (None, "")]
    name = above[0] if above else UNNAMED.sub("", row.sheet).strip()
    return shortened(name, 60) if name not in ("", TITLE) else f"{context.today:%Y-%m-%d} 导入"


def _day(row: Row, today: date) -> None:
    found = row.get("found")
    if found is None:
        row.read["found"] = today
        row.guess("found", str(today), "没有写发现日期，按今天")
    elif found > today:
        row.refuse("found", "发现日期晚于今天。", "请核对日期。")


def _act(row: Row, places: Places, known: Known, context: Context) -> Act | None:
    stored = known.stored(row)
    if stored is not None:
        return Act(row, SAME, _shown(row, stored.river.name, stored.region.name, stored.get_state_display()))
    spot = places.spot(row)
    if spot is None or row.is_refused:
        return None
    shown = _shown(row, f"{spot.river.name} {spot.reach.name if spot.reach else ''}", spot.region.name)
    return Act(row, NEW, shown, partial(_take, row, spot, places.region, context.by), rank=(row.number,))


def _shown(row: Row, river: str, region: str, state: Any = LeadState.WAITING.label) -> list[Any]:
    return [row.get("number"), row.get("text"), river, region, row.get("found"), row.get("batch"), state]


def _repeated(acts: list[Act], region: Region) -> list[Act]:
    seen: dict[uuid.UUID, Act] = {}
    return [act for act in acts if act.what == NEW and seen.setdefault(_id(act.row, region), act) is not act]


def _remarks(acts: list[Act], region: Region) -> list[tuple[str, str]]:
    """A list of that name is there already: told, because it grows."""
    names = {act.row.get("batch") for act in acts if act.what == NEW}
    there = LeadBatch.objects.filter(region=region, name__in=names).order_by("name").values_list("name", flat=True)
    return [(f"已有批次“{name}”，新增的线索并入这一批。", "不是同一批的，请加一列“批次”另起名称。") for name in there]


def _take(row: Row, spot: Spot, region: Region, by: Post | None) -> Lead:
    lat, lng = spot.position or (None, None)
    batch = list_of(region, row.get("batch"), by=by, document=row.get("document", ""))
    return take_in(
        by=by, batch=batch, client_id=_id(row, region), source=row.get("source"), text=row.get("text"), river=spot.river,
        region=spot.region, reach=spot.reach, place=row.get("place", ""), outside_number=row.get("number", ""),
        found_at=_start(row.get("found")), lat=lat, lng=lng,
    )  # fmt: skip


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _carry_out(acts: list[Act], context: Context, region: Region) -> None:
    """All leads, and then one message for each who goes there."""
    tell_list([act.carry_out() for act in acts if act.carry_out], by=context.by)


KIND = register(
    Kind(
        key="leads",
        title=TITLE,
        order=92,
        rule=is_office,
        list_url="issues:lead_batches",
        fields=FIELDS,
        plan=plan,
        least=3,
        headings=["对方编号", "线索内容", "河湖、河段", "所在区划", "发现日期", "批次", "状态"],
        hint="上级下发的遥感图斑、热线工单、问题线索清单，Excel、GeoJSON 或 KML，导入后逐条到现场核实。没有写河湖的按坐标找最近的河段；"
        "同一来源的同一编号不会重复登记。批次和文号可以是两列，也可以写在标题里。",
    )
)
