"""The kind 断面: where water is sampled."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from hezhang.core.accounts.rules import is_office
from hezhang.core.web.excel import CellError
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.places import POSITION_FIELDS, position_of
from hezhang.core.web.importing.desk.plan import NEW, SAME, Act, Context, Outcome, refuse_twice
from hezhang.core.web.importing.desk.rows import Row
from rivers.registry.choices import RiverKind
from rivers.registry.importing.find import Registry, region_fields, region_of, river_field
from rivers.water.choices import WaterBody, WaterClass
from rivers.water.facts.sections import next_section_code
from rivers.water.models import Section
from rivers.water.services import create_section

CLASSES = {
    "Ⅰ": 1,
    "Ⅱ": 2,
    "Ⅲ": 3,
    "Ⅳ": 4,
    "Ⅴ": 5,
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
}
CLASSES |= {str(number): number for number in range(1, 6)}
BODIES = {**{label: value for value, label in WaterBody.choices}, **dict.fromkeys(["河", "河道"], WaterBody.RIVER)}
BODIES |= dict.fromkeys(["湖泊", "水库", "湖", "库", "湖泊水库"], WaterBody.LAKE)
STILL = {RiverKind.LAKE, RiverKind.RESERVOIR, RiverKind.WETLAND}


def water_class(value: Any, reader: parsers.Reader) -> int | None:
    """Ⅲ, III类, 三类, 3, 达到或优于Ⅲ类."""
    told = re.sub(r"(达到|优于|或|及以上|以上|不低于|类|\s)", "", parsers.plain(value).upper())
    if not told:
        return None
    if told not in CLASSES:
        raise CellError("不是水质类别，请填Ⅰ类到Ⅴ类")
    return CLASSES[told]


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by code, else by name on the river; a target that changes is set on the section's own page."""
    refuse_twice(rows, lambda row: row.get("code"), "code", "编码")
    registry = Registry(context)
    stored = list(
        Section.objects.filter(river__in=[river.pk for river in registry.rivers]).select_related("river", "region")
    )
    known = {one.code: one for one in stored} | Section.objects.in_bulk(
        [row.get("code") for row in rows if row.get("code")], field_name="code"
    )
    acts = [act for row in rows if not row.is_refused and (act := _act(row, context, registry, known, stored))]
    refuse_twice(
        [act.row for act in acts], lambda row: (row.get("river"), row.get("name"), row.get("code")), "name", "断面"
    )
    return Outcome(acts)


def _act(
    row: Row, context: Context, registry: Registry, known: dict[str, Section], stored: list[Section]
) -> Act | None:
    region, position = region_of(row, context), position_of(row)
    river = registry.river(row) if row.get("river") else None
    if row.is_refused:
        return None
    found = known.get(row.get("code", "")) or _by_name(row, river, stored)
    if row.is_refused:
        return None
    if found is not None:
        return _known(row, found, context)
    if river is None:
        row.refuse("river", "没有写断面在哪条河湖。", "请填写河湖名称或编码。")
        return None
    home = region or context.region
    if home is None or not context.may_write(home.code):
        row.refuse("region", "没有写考核区划。", "请填写。")
        return None
    if region is None:
        row.guess("region", home.name, "没有写考核区划，按导入的区划")
    facts: dict[str, Any] = {"name": row.get("name"), "river": river, "region": home, **_water(row, river)}
    facts |= {"lat": position[0], "lng": position[1]} if position else {}
    facts |= {"established_on": row.get("established_on")} if row.get("established_on") else {}
    shown = [row.get("name"), row.get("code") or "自动编号", river.name, home.name, WaterClass(facts["target"]).label]
    return Act(row, NEW, shown, partial(_create, row, facts, context), rank=(row.number,))


def _water(row: Row, river: Any) -> dict[str, Any]:
    """Kind of water body and target; what the row does not say is told as a guess."""
    body, target = row.get("body"), row.get("target")
    if body is None:
        body = WaterBody.LAKE if river.kind in STILL else WaterBody.RIVER
        row.guess("body", str(WaterBody(body).label), "没有写水体类型，按河湖的类别")
    if target is None:
        target = WaterClass.III
        row.guess("target", str(WaterClass(target).label), "没有写目标水质")
    return {"body": body, "target": target}


def _by_name(row: Row, river: Any, stored: list[Section]) -> Section | None:
    if row.get("code"):
        return None
    same = [one for one in stored if one.name == row.get("name") and (river is None or one.river_id == river.pk)]
    if len(same) > 1:
        row.refuse("name", f"有 {len(same)} 个同名断面。", "请加一列“编码”加以区分。")
    return same[0] if len(same) == 1 else None


def _known(row: Row, found: Section, context: Context) -> Act | None:
    if not context.may_write(found.region_id):
        row.refuse("code", "这个断面登记在其他区划。", "请核对编码。")
        return None
    if row.get("target") not in (None, found.target):
        row.refuse(
            "target", f"目标水质与已登记的{WaterClass(found.target).label}不同。", "请在断面页调整目标，并写明依据。"
        )
        return None
    shown = [found.name, found.code, found.river.name, found.region.name, WaterClass(found.target).label]
    return Act(row, SAME, shown, rank=(row.number,))


def _create(row: Row, facts: dict[str, Any], context: Context) -> Section:
    code = row.get("code") or next_section_code(facts["region"])
    return create_section(by=context.by, code=code, **facts)


KIND = register(
    Kind(
        key="sections",
        title="监测断面",
        order=70,
        rule=is_office,
        list_url="rivers:sections",
        plan=plan,
        headings=["断面", "编码", "河湖", "考核区划", "目标"],
        hint="一行一个断面，河湖须先登记。没有编码的自动编号。",
        fields=[
            Field("name", "断面", ["断面名称", "监测断面", "点位名称", "监测点位", "名称", "监测断面名称", "点位"], parse=parsers.limited(60, parsers.name), required=True, weight=2),
            Field("code", "编码", ["断面编码", "断面代码", "点位编码", "断面编号"], parse=parsers.limited(20, parsers.name)),
            river_field(),
            *region_fields("考核区划"),
            Field("body", "水体类型", ["断面类型", "水体类别", "类型"], parse=parsers.words_for(BODIES)),
            Field("target", "目标", ["目标水质", "水质目标", "考核目标", "目标类别", "目标水质类别"], parse=water_class, weight=2, example="Ⅲ类"),
            *POSITION_FIELDS,
            Field("established_on", "对象建立时间", ["建立时间", "设立时间"], parse=parsers.day),
        ],
    )
)  # fmt: skip
