"""The kind 省平台巡河记录: walks that were handed in elsewhere, taken over once."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.words import shortened
from hezhang.core.web.excel import as_name_and_phone
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.plan import NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.rows import Row
from patrols.walks import rules
from patrols.walks.choices import PatrolKind
from patrols.walks.importing import words
from patrols.walks.importing.people import Walkers, matched
from patrols.walks.models import Patrol
from patrols.walks.services import backfill_patrol
from rivers.registry.importing.find import Registry, region_fields, region_of, river_field
from rivers.registry.models import Reach

NAMESPACE = uuid.UUID("3f0b6a55-7c1e-4f3d-9d62-1f5a2f6f7b90")
# A record without a clock says the day alone; nobody walks a river at night.
USUAL_START = time(9)


@dataclass(frozen=True)
class Told:
    """A row whose person, reach and time are known."""

    row: Row
    post: Any
    reach: Reach
    start: datetime
    end: datetime
    has_clock: bool
    client_id: uuid.UUID


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by the other system's number, else by person, reach and start; a walk that stands here already stays."""
    refuse_twice(rows, lambda row: row.get("number"), "number", "记录编号")
    registry = Registry(context)
    walkers = Walkers(context, registry)
    told = [one for row in rows if not row.is_refused and (one := _told(row, walkers, context))]
    known = _Known(told)
    acts: list[Act] = []
    seen: dict[uuid.UUID, Row] = {}
    for one in told:
        if (first := seen.setdefault(one.client_id, one.row)) is not one.row:
            one.row.refuse("start", f"与第 {first.number} 行是同一次巡河（人、河段、时间都相同）。", "请只保留一行。")
        else:
            acts.append(_act(one, known, context))
    return Outcome(acts, _effects(acts))


def _told(row: Row, walkers: Walkers, context: Context) -> Told | None:
    moments = _moments(row, context.today)
    place = region_of(row, context)
    if row.is_refused or moments is None:
        return None
    start, end, has_clock = moments
    found = matched(row, walkers, timezone.localdate(start), place)
    if found is None:
        return None
    post, reach = found
    if not context.may_write(reach.region_id):
        row.refuse("reach", f"“{reach.name}”不在您可以维护的范围内。", "请由所属河长办导入。")
        return None
    if not (verdict := rules.may_patrol(post, reach)):
        row.refuse("reach", verdict.reason)
        return None
    key = row.get("number") or f"{post.user_id}|{reach.pk}|{start.isoformat()}"
    return Told(row, post, reach, start, end, has_clock, uuid.uuid5(NAMESPACE, str(key)))


def _moments(row: Row, today: date) -> tuple[datetime, datetime, bool] | None:
    """First and last moment, and whether the file told the clock."""
    start, end = row.get("start") or words.When(), row.get("end") or words.When()
    day = start.day or row.get("day") or end.day
    if row.is_refused:
        return None
    if day is None:
        row.refuse("start", "没有写巡河日期。", "请填写日期。")
        return None
    if start.start is None:
        row.guess("start" if row.get("start") else "day", f"{USUAL_START:%H:%M}", "只有日期，没有写时刻")
    first = _at(day, start.start or USUAL_START)
    last = _last(row, first, start, end)
    oldest = today - rules.OLDEST
    if timezone.localdate(last) > today:
        row.refuse("end" if row.get("end") else "start", "巡河时间晚于今天。", "请核对日期。")
    elif last < first:
        row.refuse("end", "结束时间早于开始时间。", "请核对。")
    elif day < oldest:
        row.refuse("start", f"只能补录两年以内（{oldest:%Y-%m-%d} 以后）的巡河。")
    return first, last, start.start is not None


def _last(row: Row, first: datetime, start: words.When, end: words.When) -> datetime:
    clock = end.start or start.end
    if clock is not None:
        last = _at(end.day or timezone.localdate(first), clock)
        if end.day is None and last < first:
            last += timedelta(days=1)
            row.guess("end", f"{timezone.localtime(last):%Y-%m-%d %H:%M}", "结束时刻早于开始，按次日")
        return last
    took = row.get("minutes")
    if took is None:
        row.guess("end", "时长 0 分钟", "没有写结束时间和时长")
    return first + timedelta(minutes=took or 0)


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


class _Known:
    """Walks that stand here already: by their own number, and by person and reach."""

    def __init__(self, told: list[Told]) -> None:
        self.by_id = Patrol.objects.in_bulk([one.client_id for one in told], field_name="client_id")
        self.by_walker: dict[tuple[int, int], list[Patrol]] = defaultdict(list)
        if not told:
            return
        first, last = min(one.start for one in told), max(one.end for one in told)
        near = Patrol.objects.filter(user__in={one.post.user_id for one in told})
        near = near.filter(started_at__gte=first - timedelta(days=1), started_at__lte=last + timedelta(days=1))
        for patrol in near.order_by("started_at"):
            self.by_walker[patrol.user_id, patrol.reach_id].append(patrol)

    def same(self, one: Told) -> Patrol | None:
        """The walk itself, or the one of that person on that reach at that time (without a clock: on that day)."""
        if one.client_id in self.by_id:
            return self.by_id[one.client_id]
        for patrol in self.by_walker[one.post.user_id, one.reach.pk]:
            on_day = timezone.localdate(patrol.started_at) == timezone.localdate(one.start)
            at_once = bool(rules.is_same_walk(one.reach.pk, one.start, one.end, patrol))
            if at_once if one.has_clock else on_day:
                return patrol
        return None


def _act(one: Told, known: _Known, context: Context) -> Act:
    row, stored = one.row, known.same(one)
    local = timezone.localtime(one.start)
    shown = [
        one.post.user.name,
        one.reach.name,
        f"{local:%Y-%m-%d %H:%M}",
        int((one.end - one.start).total_seconds() // 60),
    ]
    if stored is not None:
        if stored.client_id != one.client_id:
            there = f"{timezone.localtime(stored.started_at):%Y-%m-%d %H:%M}"
            row.guess(
                "start" if row.get("start") else "day",
                f"已有的 {there} 这次巡河",
                "同一人同一时间在这个河段已有记录，不重复登记",
            )
        return Act(row, SAME, shown)
    carry = partial(_write, one, row.get("kind", PatrolKind.ROUTINE), _note(row), context)
    return Act(row, NEW, shown, carry, rank=(one.start, row.number))


def _note(row: Row) -> str:
    """The words of the record, and what has no column of its own here."""
    more = [
        ("记录编号", row.get("number")),
        ("里程", row.text("km")),
        ("发现问题", row.text("found")),
        ("原系统判断", row.text("valid")),
    ]
    if row.text("found") not in ("", "0", "无", "否"):
        row.guess("found", f"文字记录“发现问题 {row.text('found')}”", "问题本身请从问题台账导入")
    told = [row.get("note", ""), "；".join(f"{label} {said}" for label, said in more if said)]
    return shortened("。".join(part for part in told if part), 500)


def _write(one: Told, kind: str, note: str, context: Context) -> Patrol:
    try:
        return backfill_patrol(
            by=context.by, post=one.post, client_id=one.client_id, reach=one.reach,
            started_at=one.start, ended_at=one.end, kind=kind, note=note,
        ).patrol  # fmt: skip
    except Refusal as refusal:
        raise Refusal(f"第 {one.row.number} 行：{refusal}") from refusal


def _effects(acts: list[Act]) -> list[tuple[str, int]]:
    """How many walks each quarter gains: they count for its duties, however late they come."""
    days = [date.fromisoformat(str(act.shown[2])[:10]) for act in acts if act.what == NEW and not act.row.is_refused]
    quarters = Counter((day.year, (day.month + 2) // 3) for day in days)
    return [(f"{year}年第{number}季度增加巡河（次）", n) for (year, number), n in sorted(quarters.items())]


def _who(value: Any, reader: parsers.Reader) -> str:
    return as_name_and_phone(value)[0]


KIND = register(
    Kind(
        key="patrols",
        title="巡河记录",
        order=100,
        rule=is_office,
        list_url="patrols:patrols",
        plan=plan,
        least=4,
        headings=["巡河人", "河段", "开始时间", "时长（分钟）"],
        hint="省平台或纸质日志的巡河记录，一行一次。人和河段须先登记；没有写河段的，按此人当日任职的河段；系统里已有的同一次巡河不重复登记。",
        fields=[
            Field("who", "巡河人", ["巡河人员", "巡查人", "巡查人员", "河长姓名", "巡河河长", "姓名", "河长", "巡护人"], parse=_who, required=True, weight=2, example="尚有田"),
            Field("start", "开始时间", ["巡河开始时间", "开始巡河时间", "起始时间", "巡河时间", "巡查时间", "巡河起始时间", "出发时间"], parse=words.when, weight=2, example="2026-03-06 09:15"),
            Field("end", "结束时间", ["巡河结束时间", "结束巡河时间", "完成时间", "返回时间"], parse=words.when),
            Field("day", "巡河日期", ["日期", "巡查日期", "巡河日"], parse=parsers.day),
            Field("minutes", "时长（分钟）", ["巡河时长", "时长", "巡查时长", "用时", "巡河时长（分钟）", "巡河用时", "时长（小时）"], parse=words.minutes),
            Field("reach", "河段", ["河段名称", "巡查河段", "巡河河段", "所在河段", "责任河段", "河段编码"], parse=parsers.name, weight=2),
            river_field(),
            *region_fields(),
            Field("phone", "手机号", ["电话", "联系电话", "手机", "手机号码"], parse=parsers.phone),
            Field("kind", "方式", ["巡河方式", "巡河类型", "巡查类型", "巡查方式"], parse=parsers.words_for(words.KINDS)),
            Field("number", "记录编号", ["巡河编号", "任务编号", "巡河记录编号", "流水号", "记录ID", "编号"], parse=parsers.limited(60, parsers.name)),
            Field("km", "里程（公里）", ["里程", "巡河里程", "巡河距离", "轨迹长度", "巡查里程"]),
            Field("found", "发现问题数", ["发现问题", "问题数", "问题数量", "上报问题数", "是否发现问题", "发现问题（个）"]),
            Field("valid", "是否有效", ["有效", "是否达标", "是否有效巡河"]),
            Field("note", "文字记录", ["巡河情况", "巡查情况", "巡河记录", "巡查内容", "巡河内容", "情况说明", "备注"], parse=parsers.text),
        ],
    )
)  # fmt: skip
