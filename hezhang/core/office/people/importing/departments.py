"""The kind 单位: bureaus, town governments and others that an office works with."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import DepartmentKind
from hezhang.core.accounts.models import Department, Region
from hezhang.core.accounts.queries import within
from hezhang.core.accounts.rules import may_manage_people
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field, Kind, register
from hezhang.core.web.importing.desk.head import Head
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
    region_named,
)
from hezhang.core.web.importing.desk.rows import Row

KINDS = {
    **{label: value for value, label in DepartmentKind.choices},
    **dict.fromkeys(["河长办", "河长制办公室", "区河长办", "县河长办"], DepartmentKind.OFFICE),
    **dict.fromkeys(["成员单位", "部门", "委办局", "局", "职能部门", "责任部门", "行政机关", "机关", "事业单位"], DepartmentKind.MEMBER),
    **dict.fromkeys(["乡镇", "街道", "镇街", "乡镇政府", "镇政府", "街道办事处", "乡镇街道", "属地"], DepartmentKind.TOWN),
    **dict.fromkeys(["第三方", "企业", "公司", "服务单位", "保洁单位", "运维单位"], DepartmentKind.THIRD),
}  # fmt: skip
STATES = {"在用": True, "启用": True, "正常": True, "停用": False, "撤销": False}
PHONE = re.compile(r"[0-9(（+][0-9 ()（）+、,，转-]*")


def office_phone(value: Any, reader: parsers.Reader) -> str:
    """An office's number in any notation; words beside it keep nothing out."""
    told = parsers.text(value, reader)
    if told and not PHONE.fullmatch(told):
        digits = re.findall(r"\d[\d-]{6,}", told)
        reader.guess(digits[0] if digits else "没有填写", "电话里有别的字，只取号码")
        told = digits[0] if digits else ""
    return told[:20]


def plan(rows: list[Row], context: Context) -> Outcome:
    """Found again by name in the region, else by the name without the district's before it."""
    here = Department.objects.filter(within(context.region)) if context.region else Department.objects.none()
    stored = list(here.select_related("region"))
    acts = [act for row in rows if (act := _act(row, stored, context))]
    refuse_twice([act.row for act in acts], lambda row: (row.get("name"), row.text("region")), "name", "单位名称")
    return Outcome(acts)


def _act(row: Row, stored: list[Department], context: Context) -> Act | None:
    region = _region(row, context)
    if row.is_refused or region is None or not row.get("name"):
        return None
    found = _stored(row, stored, region, context)
    wanted = {name: value for name in ("kind", "phone") if (value := row.get(name)) is not None}
    if row.get("state") is not None:
        wanted["is_active"] = row.get("state")
    if found is not None:
        return _edited(row, found, wanted, context)
    if "kind" not in wanted:
        wanted["kind"] = services.kind_of_unit(row.get("name"))
        row.guess("kind", str(DepartmentKind(wanted["kind"]).label), "没有写类别，按单位名称")
    shown = [row.get("name"), DepartmentKind(wanted["kind"]).label, region.name, wanted.get("phone", "")]
    return Act(row, NEW, shown, partial(_create, row.get("name"), region, wanted, context), rank=(row.number,))


def _region(row: Row, context: Context) -> Region | None:
    """As the row says; without a word the town that a government's name begins with, else the office's own."""
    if words := row.get("region"):
        named = region_named(context, str(words))
        if isinstance(named, str) or not context.may_write(named.code):
            row.refuse("region", named if isinstance(named, str) else "不在您可以维护的范围内。")
            return None
        return named
    home = services.home_of_unit(row.get("name", ""), context.places.by_code.values()) or context.region
    if home is not None and home != context.region:
        row.guess("name", home.name, "没有写所属区划，按名称里的乡镇（街道）")
    return home


def _stored(row: Row, stored: list[Department], region: Region, context: Context) -> Department | None:
    name = row.get("name")
    here = [one for one in stored if one.name == name and (one.region_id == region.code or not row.get("region"))]
    if here:
        return here[0]
    short = name.removeprefix(context.region.name) if context.region else name
    alike = [one for one in stored if one.region_id == region.code and one.name.removeprefix(one.region.name) == short]
    if len(alike) == 1:
        row.guess("name", alike[0].name, "已登记的是这个名称")
        return alike[0]
    return None


def _edited(row: Row, unit: Department, wanted: dict[str, Any], context: Context) -> Act:
    changed = compared(unit, wanted)
    carry = partial(services.edit_department, unit, by=context.by, **changed) if changed else None
    shown = [
        unit.name,
        DepartmentKind(wanted.get("kind", unit.kind)).label,
        unit.region.name,
        wanted.get("phone", unit.phone),
    ]
    words = changes_in_words(unit, changed)
    return Act(row, CHANGED if changed else SAME, shown, carry, rank=(row.number,), changes=words)


def _create(name: str, region: Region, wanted: dict[str, Any], context: Context) -> None:
    active = wanted.pop("is_active", True)
    unit = services.create_department(by=context.by, name=name, region=region, **wanted)
    if not active:
        services.edit_department(unit, by=context.by, is_active=False)


def _speaks_of_units(head: Head) -> bool:
    return bool({"phone", "state"} & set(head.columns)) or any(
        word in name for name in head.names for word in ("单位", "部门", "机构")
    )


KIND = register(
    Kind(
        key="departments",
        title="单位",
        order=20,
        rule=may_manage_people,
        list_url="people:departments",
        plan=plan,
        guessed=_speaks_of_units,
        headings=["单位名称", "类别", "所属区划", "电话"],
        hint="成员单位、乡镇政府（街道办事处）、第三方单位，一行一个，在用到它们的各表之前导入。没有写类别和区划的，按名称判断。",
        fields=[
            Field(
                "name", "单位名称",
                ["单位", "成员单位", "成员单位名称", "部门", "部门名称", "责任单位", "机构名称", "单位全称", "名称", "牵头单位"],
                parse=parsers.limited(80, parsers.name), required=True, weight=2, example="澄江区水利局",
            ),
            Field("kind", "类别", ["单位类别", "单位性质", "单位类型", "类型", "性质"], parse=parsers.words_for(KINDS), example="成员单位"),
            Field(
                "region", "所属区划", ["区划", "所属区域", "行政区划", "所属乡镇", "乡镇", "街道", "乡镇（街道）", "属地"],
                note="名称或 12 位代码；不填按名称判断，判断不出的为本区",
            ),
            Field("phone", "电话", ["联系电话", "办公电话", "值班电话", "单位电话", "座机"], parse=office_phone, example="0577-86960000"),
            Field("state", "状态", ["使用状态", "是否在用"], parse=parsers.words_for(STATES)),
        ],
    )
)  # fmt: skip
