"""The kind 河湖: rivers, lakes, reservoirs, wetlands and canals."""

from __future__ import annotations

from functools import partial
from typing import Any

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.words import shortened
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.plan import (
    CHANGED,
    NEW,
    SAME,
    Act,
    Context,
    Outcome,
    changes_in_words,
    compared,
    refuse_twice,
)
from hezhang.core.web.importing.desk.rows import Row
from rivers.registry.choices import RiverKind
from rivers.registry.importing.find import RIVER_WORDS, Registry, region_fields, region_of
from rivers.registry.models import River
from rivers.registry.rules import kind_of
from rivers.registry.services import create_river, edit_river

KINDS = {
    **{label: value for value, label in RiverKind.choices},
    **dict.fromkeys(["河", "河道", "江", "溪", "浃", "浦", "泾", "港", "沟", "塘河", "河流（河道）"], RiverKind.RIVER),
    **dict.fromkeys(["湖", "塘"], RiverKind.LAKE),
    **dict.fromkeys(["库", "山塘"], RiverKind.RESERVOIR),
    **dict.fromkeys(["沟渠", "灌渠", "水渠"], RiverKind.CANAL),
}
SERIALS = frozenset({"rivers.codeserial"})  # an undo does not give a number back
PLAIN = ("kind", "length_km", "basin", "national_code", "remark")


COURSE = [
    Field("start_place", "起点", ["起始位置", "起点位置", "起点名称", "起始点", "源头", "发源地"]),
    Field("end_place", "终点", ["结束位置", "终点位置", "终点名称", "终止点", "河口", "汇入口"]),
    Field("through", "流经", ["流经区域", "流经乡镇", "流经村", "流经镇街", "流经范围", "途经", "流经乡镇（街道）"]),
]


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by code, else by name in the region; what a blank cell leaves unsaid stays as it is."""
    refuse_twice(rows, lambda row: row.get("code"), "code", "编码")
    registry = Registry(context)
    elsewhere = River.objects.in_bulk([row.get("code") for row in rows if row.get("code")], field_name="code")
    acts = [act for row in rows if not row.is_refused and (act := _act(row, context, registry, elsewhere))]
    refuse_twice(
        [act.row for act in acts if act.what == NEW and not act.row.get("code")],
        lambda row: (row.get("name"), row.text("region"), row.text("town")),
        "name",
        "名称",
    )
    return Outcome(acts)


def _act(row: Row, context: Context, registry: Registry, elsewhere: dict[str, River]) -> Act | None:
    region = region_of(row, context)
    if row.is_refused:
        return None
    stored = _stored(row, registry, elsewhere, region)
    if row.is_refused:
        return None
    wanted: dict[str, Any] = {key: value for key in PLAIN if (value := row.get(key)) is not None}
    wanted["name"] = row.get("name")
    _course(row, wanted, stored)
    if stored is not None:
        return _edited(row, stored, wanted | ({"region": region} if region else {}), context)
    home = region or context.region
    if home is None or not context.may_write(home.code):
        row.refuse("region", "没有写所属区划，也看不出属于哪个区县。", "请填写所属区划。")
        return None
    if region is None:
        row.guess("region", home.name, "没有写所属区划，按导入的区划")
    if "kind" not in wanted:
        wanted["kind"] = kind_of(row.get("name"))
        row.guess("kind", str(RiverKind(wanted["kind"]).label), "没有写类别，按名称的最后一个字")
    return Act(row, NEW, _shown(row, wanted, home), partial(_create, row, wanted, home, context), rank=(row.number,))


def _course(row: Row, wanted: dict[str, Any], stored: River | None) -> None:
    """起点, 终点 and 流经 have no column of their own at a river: a remark keeps them, unless there is one."""
    told = "，".join(f"{row.kind.label_of(each)} {words}" for each in COURSE if (words := row.get(each.key)))
    if told and "remark" not in wanted and not (stored and stored.remark):
        wanted["remark"] = shortened(told, 300)
        first = next(each.key for each in COURSE if row.get(each.key))
        row.guess(first, wanted["remark"], "河湖没有这几项，记入备注；各段的起点、终点在河段上登记")


def _stored(row: Row, registry: Registry, elsewhere: dict[str, River], region: Region | None) -> River | None:
    code = row.get("code")
    if code:
        found = registry.by_code.get(code)
        if found is None and code in elsewhere:
            row.refuse("code", f"编码“{code}”已用于别处的“{elsewhere[code].name}”。", "请核对编码。")
        return found
    several = registry.by_name.get(row.get("name"), [])
    if region is not None and len(several) > 1:
        several = [one for one in several if one.region_id == region.code] or several
    if len(several) > 1:
        row.refuse("name", f"系统中有 {len(several)} 条同名河湖。", "请加一列“编码”加以区分。")
    return several[0] if len(several) == 1 else None


def _edited(row: Row, stored: River, wanted: dict[str, Any], context: Context) -> Act | None:
    changed = compared(stored, wanted)
    if changed and not context.may_write(stored.region_id):
        row.refuse("region", "该河湖登记在其他区划，请由所属河长办维护。")
        return None
    carry = partial(edit_river, stored, changed, by=context.by) if changed else None
    what = CHANGED if changed else SAME
    shown = _shown(row, wanted, stored.region, stored.code)
    return Act(row, what, shown, carry, rank=(row.number,), changes=changes_in_words(stored, changed))


def _create(row: Row, wanted: dict[str, Any], home: Region, context: Context) -> River:
    return create_river(by=context.by, code=row.get("code", ""), region=home, **wanted)


def _shown(row: Row, wanted: dict[str, Any], region: Region, code: str = "") -> list[Any]:
    kind = wanted.get("kind")
    return [
        row.get("name"), row.get("code") or code or "自动编号", RiverKind(kind).label if kind else "", region.name,
        wanted.get("length_km", ""),
    ]  # fmt: skip


KIND = register(
    Kind(
        key="rivers",
        title="河湖",
        order=30,
        rule=is_office,
        list_url="rivers:rivers",
        plan=plan,
        leaves=SERIALS,
        headings=["名称", "编码", "类别", "所属区划", "长度（公里）"],
        hint="一行一条河湖。没有编码的自动编号；已登记的按编码（没有编码的按名称）更新，空白的单元格不改动原有内容。",
        fields=[
            Field(
                "name", "名称", [*RIVER_WORDS, "河湖", "湖泊名称", "水库名称", "河流（水系）名称"],
                parse=parsers.limited(60, parsers.name), required=True, weight=2, example="澄溪",
            ),
            Field("code", "编码", ["本地编码", "河湖编码", "河流编码", "河道编码", "河道编号", "河湖代码", "河流代码"], parse=parsers.limited(20, parsers.name)),
            Field("kind", "类别", ["河湖类别", "类型", "水体类型", "河湖类型"], parse=parsers.words_for(KINDS), example="河流"),
            *region_fields("所属区划"),
            Field(
                "length_km", "长度（km）", ["总长度", "长度", "河道长度", "河长", "全长", "长度（公里）", "河流长度", "总长"],
                parse=parsers.length_km, example="8.0", note="8.92、约8.0公里、850米都可以",
            ),
            Field("basin", "所在水系", ["水系", "所属水系", "流域", "所在流域"], parse=parsers.limited(40)),
            Field("national_code", "国家编码", ["国家编码（SL 249）", "全国河流代码"], parse=parsers.limited(20, parsers.name)),
            *COURSE,
            Field("remark", "备注", ["说明"], parse=parsers.limited(300)),
        ],
    )
)  # fmt: skip
