"""Cells of a record of walks: moments, spans of time, and how long it took."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hezhang.core.web.excel import CellError
from hezhang.core.web.importing.desk import parsers
from patrols.walks.choices import PatrolKind

CLOCK = re.compile(
    r"(?P<half>上午|早上|早晨|中午|下午|晚上|傍晚|凌晨)?\s*(?P<hour>\d{1,2})\s*(?::|时|点)\s*(?:(?P<minute>\d{1,2})\s*(?:分|(?=[:\s\-~至到]|$)))?"
    r"(?::?\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?)?\s*(?P<later>AM|PM|am|pm)?"
)
AFTERNOON = {"下午", "晚上", "傍晚", "PM", "pm"}
SPAN = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h))?\s*(?:(\d+(?:\.\d+)?)\s*(?:分钟|分|min|m))?\s*(?:(\d+)\s*秒)?", re.IGNORECASE
)
MOST_MINUTES = 24 * 60
KINDS = {
    **{label: value for value, label in PatrolKind.choices},
    "日常": PatrolKind.ROUTINE, "常规巡河": PatrolKind.ROUTINE, "一般巡河": PatrolKind.ROUTINE, "现场巡河": PatrolKind.ROUTINE, "徒步": PatrolKind.ROUTINE,
    "专项": PatrolKind.SPECIAL, "专项检查": PatrolKind.SPECIAL, "明察暗访": PatrolKind.COVERT, "联合": PatrolKind.JOINT, "联合执法": PatrolKind.JOINT,
    "无人机": PatrolKind.DRONE, "现场会": PatrolKind.MEETING, "调研": PatrolKind.MEETING,
}  # fmt: skip


@dataclass(frozen=True)
class When:
    """What a cell says of time: a day, a first and a last moment of the clock; None for what it does not say."""

    day: date | None = None
    start: time | None = None
    end: time | None = None


def when(value: Any, reader: parsers.Reader) -> When | None:
    """2026-03-06 09:15:22, 3月6日 上午9点, 09:15, 2026/3/6 9:00-9:45, or a cell that Excel keeps as date or time."""
    if isinstance(value, datetime):
        # A day without a clock reaches us as its first moment.
        return When(value.date(), value.time().replace(microsecond=0) if value.time() != time() else None)
    if isinstance(value, time):
        return When(start=value.replace(microsecond=0))
    told = parsers.plain(value).replace("T", " ")
    clocks = list(CLOCK.finditer(told))
    rest = re.sub(r"[\s\-~至到—]+$", "", told[: clocks[0].start()]) if clocks else told
    # What follows the last moment, or stands between two that are not a span, would be lost unseen.
    if len(clocks) > 2 or (clocks and told[clocks[-1].end() :].strip()):
        raise CellError("不是时间，请填成 2026-03-06 09:15 的样子")
    day = parsers.day(value if not clocks else rest, reader) if rest else None
    found = [_clock(one) for one in clocks]
    return When(day, *found) if day or found else None


def _clock(found: re.Match[str]) -> time:
    hour = int(found["hour"])
    if hour < 12 and AFTERNOON & {found["half"], found["later"]}:
        hour += 12
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        raise CellError(f"没有“{found[0].strip()}”这个时刻，请核对") from None


def minutes(value: Any, reader: parsers.Reader) -> int | None:
    """35, 35分钟, 1小时20分, 0:35:20, 1.5 under a heading in hours; whole minutes, the rest of a minute left out."""
    if isinstance(value, timedelta):
        return _sound(value.total_seconds() / 60)
    if isinstance(value, time):
        return _sound(value.hour * 60 + value.minute)
    told = re.sub(r"\s+", "", parsers.plain(value))
    if not told:
        return None
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", told)
    if clock:
        # 00:35:20 is hours first; of 35:20 nobody knows, and a walk of 35 hours is the less likely.
        if clock[3] is None:
            reader.guess(f"{int(clock[1])} 小时 {int(clock[2])} 分", "两段的时长按“时:分”")
        return _sound(int(clock[1]) * 60 + int(clock[2]))
    spelled = SPAN.fullmatch(told)
    if spelled and any(spelled.groups()):
        return _sound(int(spelled[1] or 0) * 60 + float(spelled[2] or 0))
    try:
        figure = float(told)
    except ValueError:
        raise CellError("不是时长，请填分钟数，如 35") from None
    return _sound(figure * 60 if "小时" in reader.heading else figure)


def _sound(figure: float) -> int:
    if not 0 <= figure <= MOST_MINUTES:
        raise CellError("时长超过 24 小时或为负数，请核对单位")
    return int(figure)
