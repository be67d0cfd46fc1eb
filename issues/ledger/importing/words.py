"""Cells of a ledger as offices fill them in: classes, grades, sources, terms, progress."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from hezhang.core.web.excel import CellError
from hezhang.core.web.importing.desk import parsers
from issues.clocks.choices import Severity, Track
from issues.ledger.choices import ListLevel, ListVerdict, Source

AT_ONCE = {"立行立改", "立即整改", "立即", "即知即改", "马上整改"}
ENDLESS = {"长期坚持", "长期", "持续推进", "持续整改", "常态化"}
END_OF_YEAR = re.compile(r"(?:(20\d{2})\s*年)?\s*(?:年底|年末)前?|(20\d{2})\s*年\s*(?:底|末)前?")
END_OF_MONTH = re.compile(r"(?:(20\d{2})\s*年)?\s*(\d{1,2})\s*月\s*(?:底|末)(?:之?前)?")
BEFORE = re.compile(r"(.+?)(?:之?前|以前)")
PERCENT = re.compile(r"(\d{1,3})\s*[%％]")
NOT_CLOSED = {"未销号", "未完成", "否", "待销号", "未验收"}
DONE = re.compile(r"(已|全部)(整改|完成|整治|办结)")
CLASSES = {
    "其它": "其他", "乱堆乱放": "乱堆", "水面漂浮物": "漂浮物", "垃圾漂浮物": "漂浮物", "公示牌破损": "公示牌", "污水入河": "污水直排",
    "违章建筑": "乱建", "乱搭乱建": "乱建", "非法采砂": "乱采", "电鱼": "非法捕捞", "水质异常": "水体异常",
}  # fmt: skip
SEVERITIES = {label: value for value, label in Severity.choices} | {
    "较重": Severity.SERIOUS, "严重": Severity.SERIOUS, "轻微": Severity.MINOR, "较轻": Severity.MINOR,
    "特别严重": Severity.MAJOR, "重大问题": Severity.MAJOR,
}  # fmt: skip
SOURCES = [
    ("12314", Source.MWR_LINE), ("12345", Source.HOTLINE), ("热线", Source.HOTLINE), ("暗访", Source.COVERT), ("督查", Source.COVERT), ("无人机", Source.DRONE),
    ("卫星", Source.SATELLITE), ("遥感", Source.SATELLITE), ("图斑", Source.SATELLITE), ("视频", Source.CAMERA), ("监控", Source.CAMERA),
    ("举报", Source.PUBLIC), ("群众", Source.PUBLIC), ("信访", Source.PUBLIC), ("媒体", Source.MEDIA), ("上级", Source.SUPERIOR),
    ("交办", Source.SUPERIOR), ("移交", Source.DEPARTMENT), ("部门", Source.DEPARTMENT), ("巡", Source.PATROL),
]  # fmt: skip
# As superiors write their verdicts: 是 beneath 是否销号, 通过 beneath 复核结论.
CLOSING = {"同意", "予以销号", "准予销号", "销号", "已销号", "可以销号", "通过", "合格", "是", "√", "✓", "✔"}
NOT_CLOSING = {
    "不同意", "不同意销号", "不销号", "暂不销号", "未销号", "不通过", "未通过", "不合格", "退回", "退回整改", "继续整改", "否", "×",
}  # fmt: skip
LEVELS = [
    ("国家", ListLevel.NATION), ("水利部", ListLevel.NATION), ("省", ListLevel.PROVINCE), ("自治区", ListLevel.PROVINCE),
    ("市", ListLevel.CITY), ("区", ListLevel.COUNTY), ("县", ListLevel.COUNTY), ("乡", ListLevel.TOWN), ("镇", ListLevel.TOWN),
]  # fmt: skip


@dataclass(frozen=True)
class Term:
    """When it is to be done: a day, at once, or no day at all."""

    due_on: date | None
    track: str
    words: str


def term(value: Any, reader: parsers.Reader) -> Term | None:
    """整改时限: a date; 立行立改; 9月底前, 2026年底 (the last day, told as a guess); 长期坚持 is no day."""
    told = re.sub(r"\s+", "", parsers.plain(value)) if isinstance(value, str) else ""
    if told in AT_ONCE:
        reader.guess("立行立改", "不是日期，不设到期日，原文记入“原台账”；在办的交办时再定时限")
        return Term(None, Track.INSTANT, told)
    if told in ENDLESS:
        reader.guess("长期坚持", "不是日期，不设到期日，原文记入“原台账”；在办的交办时再定时限")
        return Term(None, Track.LONG, told)
    if day := _end_of(told, reader):
        reader.guess(f"{day}", "按该期限的最后一天")
        return Term(day, Track.TERM, told)
    if (cut := BEFORE.fullmatch(told)) is not None:
        value = cut[1]
    day = parsers.last_day(value, reader)
    return Term(day, Track.TERM, "") if day else None


def _end_of(told: str, reader: parsers.Reader) -> date | None:
    if found := END_OF_YEAR.fullmatch(told):
        year = int(found[1] or found[2] or reader.year or 0)
        return date(year, 12, 31) if year else None
    if found := END_OF_MONTH.fullmatch(told):
        year, month = int(found[1] or reader.year or 0), int(found[2])
        return date(year, month, monthrange(year, month)[1]) if year and 1 <= month <= 12 else None
    return None


def closed(value: Any, reader: parsers.Reader) -> date | None:
    """销号时间: a day, or that there is none as yet."""
    if re.sub(r"\s+", "", parsers.plain(value)) in NOT_CLOSED:
        return None
    return parsers.day(value, reader)


def severity(value: Any, reader: parsers.Reader) -> str | None:
    told = re.sub(r"\s+", "", parsers.plain(value))
    if not told:
        return None
    if told not in SEVERITIES:
        raise CellError("不认识的严重程度，可填：一般、较严重、重大")
    found = SEVERITIES[told]
    if told not in Severity.labels:
        reader.guess(str(found.label), "按三级划分中最近的一级")
    return found


def source(value: Any, reader: parsers.Reader) -> str | None:
    """The code list's word, or the nearest: 省级暗访通报 is 暗访督查."""
    told = re.sub(r"\s+", "", parsers.plain(value))
    if not told:
        return None
    exact = next((one for one in Source if one.label == told), None)
    if exact is not None:
        return exact
    found = next((one for word, one in SOURCES if word in told), Source.OTHER)
    reader.guess(str(found.label), "按相近的说法")
    return found


def progress(value: Any, reader: parsers.Reader) -> int | None:
    """整改情况: 正在整改，完成60% is 60; 已整改 is 100."""
    told = parsers.plain(value)
    if not told:
        return None
    if found := PERCENT.search(told):
        return min(100, int(found[1]))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(min(100, value * 100 if 0 < value <= 1 else value))
    return 100 if DONE.search(told) else 0


def verdict(value: Any, reader: parsers.Reader) -> ListVerdict | None:
    """结论 of a superior's 销号清单."""
    told = re.sub(r"\s+", "", str(value if value is not None else ""))
    if not told:
        return None
    if told in ListVerdict.labels:
        return next(one for one in ListVerdict if one.label == told)
    if told not in CLOSING | NOT_CLOSING:
        raise CellError("看不出结论，可填：同意销号、不予销号")
    found = ListVerdict.CLOSE if told in CLOSING else ListVerdict.SEND_BACK
    reader.guess(str(found.label), "按相近的说法")
    return found


def level(value: Any, reader: parsers.Reader) -> ListLevel | None:
    """列入层级: 省级, or 省清单."""
    told = re.sub(r"\s+", "", parsers.plain(value))
    if not told:
        return None
    exact = next((one for one in ListLevel if one.label == told), None)
    found = exact or next((one for word, one in LEVELS if word in told), None)
    if found is None:
        raise CellError(f"不认识的层级，可填：{'、'.join(str(one.label) for one in ListLevel)}")
    if exact is None:
        reader.guess(str(found.label), "按相近的说法")
    return found
