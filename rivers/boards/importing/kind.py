"""The kind 公示牌."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from hezhang.core.accounts.rules import is_office
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.places import POSITION_FIELDS, position_of
from hezhang.core.web.importing.desk.plan import CHANGED, NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.rows import Row
from rivers.boards.importing.reach import Finder
from rivers.boards.models import Signboard
from rivers.boards.services import create_signboard, edit_signboard, remove_signboard, renew_signboard
from rivers.registry.choices import Coded
from rivers.registry.importing.find import region_fields, region_of, river_field
from rivers.registry.models import Reach
from rivers.registry.services.codes import next_code


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by number, else by reach and place; a later day of renewal is noted, an earlier one refused."""
    refuse_twice(rows, lambda row: row.get("code"), "code", "编号")
    finder = Finder(context)
    known = Signboard.objects.select_related("reach__river").in_bulk(
        [row.get("code") for row in rows if row.get("code")], field_name="code"
    )
    by_place = {(one.reach_id, one.place): one for one in Signboard.objects.filter(reach__in=list(finder.reaches))}
    # A row whose cells cannot be read is looked at to its end: all that is wrong with it is told at once.
    acts = [act for row in rows if (act := _act(row, context, finder, known, by_place))]
    refuse_twice(
        [act.row for act in acts if act.what == NEW and not act.row.get("code")],
        lambda row: (row.get("reach"), row.get("river"), row.get("place")),
        "place",
        "河段和安装地点",
    )
    return Outcome(acts, remarks=_set_up_days(rows))


def _set_up_days(rows: list[Row]) -> list[tuple[str, str]]:
    """The day on which a board was put up is not the day of what stands on it."""
    named = {
        head.names[col] for head in {id(row.table): row.table.head for row in rows}.values() for col in head.unread
    }
    return [
        (
            f"“{name}”是立牌的日期，不是牌面内容的更新日期，没有采用。",
            "牌面确实还是那时内容的，请在“列的对应”里把它读作“更新日期”。",
        )
        for name in sorted(named)
        if SET_UP.search(name)
    ]


def _act(
    row: Row, context: Context, finder: Finder, known: dict[str, Signboard], by_place: dict[Any, Signboard]
) -> Act | None:
    region, position = region_of(row, context), position_of(row)
    stored = known.get(row.get("code", ""))
    if stored is not None and not context.may_write(stored.region_id):
        row.refuse("code", "这个编号已用于其他区划的公示牌。", "请核对编号。")
        return None
    reach = finder.reach(row, region, position) if stored is None or row.get("reach") else stored.reach
    renewed = _renewed(row, context)
    if reach is not None:
        stored = stored or (by_place.get((reach.pk, row.get("place", ""))) if not row.get("code") else None)
    if stored is None:
        _check_end(row, renewed, context)
    if row.is_refused or reach is None:
        return None
    if stored is not None:
        return _edited(row, stored, reach, position, renewed, context)
    if renewed is None:
        row.guess("renewed_on", f"{context.today}", "没有写更新日期，按今日内容为准")
    facts = {"reach": reach, "place": row.get("place", ""), "renewed_on": renewed or context.today}
    facts |= {"lat": position[0], "lng": position[1]} if position else {}
    facts |= {name: row.get(name) for name in WORDS if row.get(name)}
    shown = [row.get("code") or "自动编号", reach.name, facts["place"], facts["renewed_on"]]
    return Act(row, NEW, shown, partial(_create, row, facts, context), rank=(row.number,))


def _renewed(row: Row, context: Context) -> Any:
    """The day of renewal; one that lies ahead is none."""
    renewed = row.get("renewed_on")
    if renewed and renewed > context.today:
        row.guess("renewed_on", "没有填写", f"{renewed} 晚于今天，没有采用")
        return None
    return renewed


SET_UP = re.compile(r"(安装|设立|设置|立牌|树立|竖立|建成|制作)(日期|时间)")
WORDS = {"range_words": "管理范围", "goal": "治理目标"}


def _check_end(row: Row, renewed: Any, context: Context) -> None:
    """The last day of a board that is down."""
    ended = row.get("ended_on")
    if ended and ended > context.today:
        row.refuse("ended_on", "停用日期晚于今天。", "还在用的请留空。")
    elif ended and renewed and ended < renewed:
        row.refuse("ended_on", f"停用日期早于更新日期 {renewed}。", "请核对日期。")


def _edited(row: Row, stored: Signboard, reach: Reach, position: Any, renewed: Any, context: Context) -> Act | None:
    if reach.pk != stored.reach_id:
        row.refuse("reach", f"编号“{stored.code}”登记在“{stored.reach.name}”。", "公示牌换了河段的，请用新的编号。")
        return None
    changed: dict[str, Any] = {}
    if renewed and renewed < stored.renewed_on:
        row.refuse("renewed_on", f"更新日期早于已登记的 {stored.renewed_on}。", "请核对日期。")
        return None
    if row.get("place") and row.get("place") != stored.place:
        changed["place"] = row.get("place")
    if position and position != (stored.lat, stored.lng):
        changed |= {"lat": position[0], "lng": position[1]}
    changed |= {name: row.get(name) for name in WORDS if row.get(name) and row.get(name) != getattr(stored, name)}
    ended = row.get("ended_on")
    if ended and stored.ended_on and ended != stored.ended_on:
        row.refuse(
            "ended_on", f"停用日期与已登记的 {stored.ended_on} 不同。", "确需更正的，请在公示牌页恢复使用后重新登记。"
        )
        return None
    down = ended if ended and not stored.ended_on else None
    if down:
        _check_end(row, renewed or stored.renewed_on, context)
        if row.is_refused:
            return None
    later = renewed if renewed and renewed > stored.renewed_on else None
    shown = [stored.code, reach.name, row.get("place", stored.place), renewed or stored.renewed_on]
    what = CHANGED if changed or later or down else SAME
    words = [f"安装地点 {stored.place} → {changed['place']}"] if "place" in changed else []
    words += ["坐标"] if "lat" in changed else []
    words += [
        f"{WORDS[name]} {getattr(stored, name) or '未登记'} → {changed[name]}" for name in WORDS if name in changed
    ]
    words += [f"更新日期 {stored.renewed_on} → {later}"] if later else []
    words += [f"{down} 停用"] if down else []
    acts = changed, later, (down, row.get("ended_why", ""))
    carry = partial(_write, stored, *acts, context) if what == CHANGED else None
    return Act(row, what, shown, carry, rank=(row.number,), changes="；".join(words))


def _write(stored: Signboard, changed: dict[str, Any], later: Any, down: tuple[Any, str], context: Context) -> None:
    if changed:
        edit_signboard(stored, changed, by=context.by)
    if later:
        renew_signboard(stored, later, by=context.by)
    if down[0]:
        remove_signboard(stored, *down, by=context.by)


def _create(row: Row, facts: dict[str, Any], context: Context) -> Signboard:
    code = row.get("code")
    if not code:
        code = next_code(Coded.BOARD, facts["reach"].region, Signboard.objects.all(), take=True)
    board = create_signboard(by=context.by, code=code, **facts)
    if row.get("ended_on"):
        remove_signboard(board, row.get("ended_on"), row.get("ended_why", ""), by=context.by)
    return board


KIND = register(
    Kind(
        key="boards",
        title="公示牌",
        order=60,
        rule=is_office,
        list_url="rivers:signboards",
        plan=plan,
        leaves=frozenset({"rivers.codeserial"}),
        headings=["编号", "河段", "安装地点", "更新日期"],
        hint="一行一块公示牌，河段须先登记。没有写河段的，按河湖、所在的村镇、安装地点的字样和坐标推断，都会说明；没有编号的自动编号。",
        fields=[
            Field("code", "编号", ["公示牌编号", "编码", "牌号", "公示牌编码"], parse=parsers.limited(24, parsers.name), weight=1),
            Field("place", "安装地点", ["安装位置", "公示牌位置", "地点", "设立地点", "设置位置", "公示牌名称", "立牌位置", "立牌地点", "设置地点", "设立位置"], parse=parsers.limited(100), weight=2),
            Field("reach", "河段", ["河段名称", "所在河段", "所属河段"], parse=parsers.name, weight=2),
            river_field(),
            *region_fields(),
            *POSITION_FIELDS,
            Field("renewed_on", "更新日期", ["更新时间", "最近更新", "更换日期", "更换时间", "内容更新时间"], parse=parsers.or_blank(parsers.day)),
            Field("range_words", "管理范围", ["管护范围", "河段范围", "起止范围"], parse=parsers.limited(200)),
            Field("goal", "治理目标", ["管护目标", "整治目标", "牌面目标"], parse=parsers.limited(200)),
            Field("ended_on", "停用日期", ["拆除日期", "停用时间", "拆除时间", "对象终止时间"], parse=parsers.day),
            Field("ended_why", "停用原因", ["拆除原因"], parse=parsers.limited(100)),
        ],
    )
)  # fmt: skip
