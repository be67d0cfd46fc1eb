"""The columns of such lists, and what stands above them."""

from __future__ import annotations

import re
from typing import Any

from hezhang.core.web.excel import CellError
from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field
from hezhang.core.web.importing.desk.places import POSITION_FIELDS
from issues.leads.choices import SOURCES
from issues.ledger.importing import words
from rivers.registry.importing.find import region_fields, river_field

# 办河湖函〔2026〕31号
DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[（(]20\d\d[〕\]）)]\s*\d+\s*号")
# What a workbook's sheets are called when nobody has named them.
UNNAMED = re.compile(r"(Sheet|工作表|Feuil)\s*\d*", re.IGNORECASE)


def source(value: Any, reader: parsers.Reader) -> str | None:
    """As the ledger reads it, but for what is no lead."""
    found = words.source(value, reader)
    if found is not None and found not in dict(SOURCES):
        raise CellError("巡河和回头看发现的不是线索，请导入问题台账或直接上报")
    return found


NUMBERS = [
    "图斑编号",
    "图斑号",
    "线索编号",
    "工单编号",
    "工单号",
    "编号",
    "点位编号",
    "唯一编号",
    "图斑ID",
    "TBBH",
    "name",
    "id",
]
TEXTS = [
    "线索描述",
    "疑似问题",
    "疑似问题类型",
    "疑似问题描述",
    "图斑类型",
    "图斑描述",
    "反映内容",
    "诉求内容",
    "问题描述",
    "主要内容",
]
DAYS = [
    "发现时间",
    "影像时间",
    "影像日期",
    "后时相",
    "解译日期",
    "解译时间",
    "受理时间",
    "来电时间",
    "反映时间",
    "下发时间",
    "日期",
]
PLACES = ["位置", "具体位置", "地点", "详细地址", "点位", "地址"]
FIELDS = [
    Field("number", "对方编号", NUMBERS, parse=parsers.limited(60, parsers.name), example="TB-2026-0107"),
    Field(
        "text", "线索内容", [*TEXTS, "内容", "类型", "description"], parse=parsers.limited(500), weight=2,
        example="疑似新增建筑物一处",
    ),
    Field("source", "来源", ["线索来源", "问题来源", "来源渠道"], parse=source, example="卫星遥感图斑"),
    Field("found", "发现日期", DAYS, parse=parsers.day, example="2026-10-16"),
    river_field(),
    Field("reach", "河段", ["河段名称", "所在河段"], parse=parsers.name),
    *region_fields(note="乡镇（街道）或村（社区）；有经纬度的可以不填"),
    Field("place", "位置描述", PLACES, parse=parsers.limited(120)),
    *POSITION_FIELDS,
    Field("batch", "批次", ["批次名称", "批次号", "任务名称", "所属批次"], parse=parsers.limited(60)),
    Field("document", "文号", ["来文文号", "下发文号", "文件编号"], parse=parsers.limited(60)),
]  # fmt: skip
