"""The columns of a chief list: four tiers side by side, each with title and phone, or one person a line. Pure."""

from __future__ import annotations

import re
from typing import Any

from hezhang.core.kernel.choices import TIER_ORDER, Tier
from hezhang.core.web.excel import as_text
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field
from hezhang.core.web.importing.desk.head import Head
from rivers.chiefs.importing.words import heading_of

PLACES = {
    Tier.CITY: "市|州|地市",
    Tier.COUNTY: "区县|县|县市区|市县区|县区|区|旗",
    Tier.TOWN: "街道|乡镇|镇街|街镇|乡镇街道|镇街道|乡街道|街道乡镇|街道镇|镇乡|镇|乡",
    Tier.VILLAGE: "村|社区|村社区|社区村|村居|村社",
}
# 姓名及电话, 姓名（电话）, 及联系电话: both in one cell. A bare 电话 is a column of its own.
WITH_PHONE = "(联系)?(电话|手机|方式)(号码?)?"
NAMED = rf"(河湖?长)?((姓名|名单|名字)?[及和与]{WITH_PHONE}|(姓名|名字)({WITH_PHONE})?|名单)?"
# The first column of a kind is taken, a river's name before a bare 名称; what has no other sheet weighs most.
RIVER = r"(所在|所属|管辖|责任|负责)?(河道|河流|河湖|河湖库|湖泊|水库|渠道|河渠|水体|水资源|河)(湖|库|湖库|湖泊|水库|渠道)*(名称|名)?|名称"
TOWN = rf"(所在|所属)?({PLACES[Tier.TOWN]})(名称|名)?"
PHONE = r".*(电话|手机|联系方式|联系号码).*"
TITLE = r".*(职务|职位|职称)"
EXAMPLES = {
    Tier.CITY: ("市级河长", "", "", "没有这一级的不必有这一列"),
    Tier.COUNTY: ("区级河长", "张三", "副区长", "没有这一级的可删去这一列和它的职务"),
    Tier.TOWN: ("街道级河长", "李四", "桥头街道党工委书记", "列名也可以写“镇级河长”“乡级河长”"),
    Tier.VILLAGE: ("村（社区）级河长", "王五", "上桥村书记", ""),
}


def verbatim(value: Any, reader: parsers.Reader) -> str:
    """As it stands: the builder reads it, with the cells around it."""
    return as_text(value)


def name_of(tier: Tier) -> str:
    """Key of the column with the tier's chiefs."""
    return f"{tier.value}_name"


def _across() -> list[Field]:
    """A tier's chief, and title and phone to the right."""
    fields = []
    for tier in TIER_ORDER:
        label, name, title, note = EXAMPLES[tier]
        # A deputy's column is told as unread: read as the tier's it would overwrite the responsible chief.
        own = rf"(?:{PLACES[tier]})级?河湖?库?长{NAMED}|河湖?长姓?名?(?:{PLACES[tier]})级|(?:{PLACES[tier]})级{NAMED}"
        more: dict[str, Any] = {"group": tier.value, "parse": verbatim}
        fields += [
            Field(name_of(tier), label, like=own, leads=True, weight=3, example=name, note=note, **more),
            Field(f"{tier.value}_title", "职务", like=TITLE, example=title, **more),
            Field(f"{tier.value}_phone", "联系电话", like=PHONE, note="属于左边最近的一级河长", **more),
        ]
    return fields


def _one(key: str, label: str, words: list[str] | None = None, like: str = "", **more: Any) -> Field:
    return Field(key, label, words or [], like, parse=more.pop("parse", verbatim), **more)


FIELDS = [
    *_across(),
    _one("reach_length", "河段长度", like=r".*河段.*(长度|长km|长公里|里程).*"),
    _one("length", "河道长度（km）", like=r".*(长度|河长km|河长公里|里程|全长).*", example="8.0", note="8.92、约8.0公里、850米都可以"),
    _one("reach", "河段", ["河段名称", "责任河段"], alone=True, weight=2, note="一人一行的名录用；可代替乡镇、村列"),
    _one("river", "河道名称", like=RIVER, weight=2, example="柳溪", note="同一条河的各行可合并单元格，也可只在第一行填写"),
    _one("village", "村（社区）", like=r"(所在|所属)?(行政)?(村|社区|村社区|村居|村社|社区村|村庄)(名称|名)?"),
    _one("town", "乡镇（街道）", like=TOWN),
    _one("county", "区县", like=r"(所在|所属)?(县|区|县区|区县|县市区)(名称|名)?"),
    _one("name", "姓名", ["河长姓名", "河长", "人员姓名"], rf"(河长|人员)?姓名[及和与]?{WITH_PHONE}", alone=True, note="一人一行的名录用"),
    _one("level", "级别", ["河长级别", "层级", "河长层级"], alone=True, note="市级、区县级、乡镇级、村级"),
    _one("kind", "类别", ["河长类别", "河长类型", "类型", "任职类别", "人员类型", "人员类别"], alone=True, note="总河长、副总河长、责任河长、副河长、警长、联系单位、巡河员、民间河长，不填为责任河长"),
    _one("region", "区划", ["行政区划", "所属区划", "行政区", "所属行政区", "所在区划"], alone=True),
    _one("title", "职务", like=TITLE, alone=True),
    _one("phone", "联系电话", like=PHONE, alone=True),
    _one("starts", "任职日期", ["任职时间", "任职开始日期", "到任日期", "任职起始时间", "任期开始"], parse=parsers.day, note="不填则自今日起"),
    _one("ends", "离任日期", ["离任时间", "卸任日期", "任期结束", "任期届满"], parse=parsers.last_day, alone=True),
]  # fmt: skip
PARTS = ("name", "title", "phone")
# What a list says once for a line, whoever stands in it.
SINGLES = ("river", "length", "reach_length", "county", "town", "village")


def tiers_of(head: Head) -> list[Tier]:
    """The tiers that the list has a column for, from the highest down."""
    return [tier for tier in TIER_ORDER if name_of(tier) in head.columns]


def is_list(head: Head) -> bool:
    """Chiefs by tier, or people with what they answer for or are; a list of phone numbers has names and towns, too."""
    has_water = bool({"river", "reach", "kind"} & set(head.columns))
    return bool(tiers_of(head)) or ("name" in head.columns and has_water)


def unit(head: Head, key: str) -> str:
    """The unit that the heading of a length column states; kilometres if it says nothing."""
    heading = heading_of(head.names[head.columns[key]]).lower() if key in head.columns else ""
    return "米" if re.search(r"(?<!千)米|(?<![a-z])m$", heading) else "公里"


def columns_of(tier: Tier) -> dict[str, str]:
    """Part of a chief → key of its column, for a list that goes across."""
    return {"name": name_of(tier), "title": f"{tier.value}_title", "phone": f"{tier.value}_phone"}
