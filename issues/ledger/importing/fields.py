"""The columns of ledgers as offices keep them."""

from __future__ import annotations

from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field
from hezhang.core.web.importing.desk.places import POSITION_FIELDS
from issues.ledger.importing import words
from rivers.registry.importing.find import region_fields, river_field


def outside_field() -> Field:
    """The number of the level that listed it."""
    told = [
        "上级问题编号",
        "国家编号",
        "省级编号",
        "省编号",
        "市级编号",
        "督查编号",
        "清单编号",
        "国家平台编号",
        "图斑编号",
    ]
    return Field(
        "outside", "上级编号", told, parse=parsers.limited(60, parsers.name), note="上级清单、督查系统中的编号"
    )


def level_field() -> Field:
    told = ["清单层级", "列入清单", "下达层级", "清单级别"]
    return Field("level", "列入层级", told, parse=words.level, example="省级")


FIELDS = [
    Field("text", "问题描述", ["存在问题", "问题内容", "问题情况", "主要问题", "具体问题", "问题", "内容", "情况描述", "事件描述"], parse=parsers.limited(500), required=True, weight=2),
    river_field(),
    Field("found", "发现时间", ["发现日期", "上报时间", "排查时间", "交办时间", "登记时间", "检查时间", "受理时间", "日期"], parse=parsers.day, weight=1, example="2026-03-06"),
    Field("number", "问题编号", ["编号", "台账编号"], parse=parsers.limited(20, parsers.name)),
    outside_field(),
    level_field(),
    *region_fields(note="乡镇（街道）或村（社区）"),
    Field("reach", "河段", ["河段名称", "所在河段"], parse=parsers.name),
    Field("place", "位置描述", ["位置", "具体位置", "问题点位", "点位", "地点", "详细地址", "问题位置", "地址"], parse=parsers.limited(120)),
    *POSITION_FIELDS,
    Field("category", "问题类别", ["问题类型", "类别", "类型", "四乱类型", "问题分类", "问题类别（四乱）"]),
    Field("severity", "严重程度", ["问题等级", "等级", "程度", "级别", "轻重程度"], parse=words.severity),
    Field("source", "来源", ["问题来源", "发现方式", "发现途径", "线索来源"], parse=words.source),
    Field("lead", "牵头部门", ["牵头单位", "主管部门", "督办单位"]),
    Field("unit", "责任单位", ["整改单位", "承办单位", "责任部门", "整改责任单位", "责任主体"]),
    Field("person", "责任人", ["责任人及电话", "整改责任人", "联系人", "责任人电话"]),
    Field("requirement", "办理要求", ["整改要求", "整改目标", "整改标准", "要求", "整改目标/标准"], parse=parsers.limited(300)),
    Field("due", "整改时限", ["整改期限", "完成时限", "限期", "时限", "截止时间", "整改完成时限", "要求完成时间"], parse=words.term),
    Field("progress", "整改情况", ["整改进展", "进展情况", "进展（%）", "整改状态", "状态", "完成情况", "办理情况"], parse=words.progress),
    Field("closed", "销号时间", ["销号日期", "办结时间", "完成销号时间", "验收时间", "是否销号", "整改完成时间", "完成时间"], parse=words.closed),
    Field("serial", "序号", ["No"]),
    Field("remark", "备注", ["说明"]),
]  # fmt: skip
