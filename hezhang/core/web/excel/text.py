"""From Python values to what a cell may hold, by the kind of its column."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from django.utils import timezone

CELL_LIMIT = 32_767  # UTF-16 units in one cell
_CUT = "……（内容过长，此处截断，原文共 {} 字）"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_EXACT = 10**15  # Excel keeps 15 digits of a number
FIRST_DAY = date(1900, 3, 1)  # before that, Excel's own calendar is wrong


def safe_text(text: str) -> str:
    """The same text without characters that make Excel ask for repair; never longer than a cell, and said so if cut.

    A text beginning with ``= + - @`` stays as it is: both engines write it as text, never as a formula.
    """
    if not text.isprintable():
        text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    # Characters beyond the basic plane take two units, so only texts below half the limit are surely short enough.
    return text if len(text) * 2 <= CELL_LIMIT else _shorten(text)


def _shorten(text: str) -> str:
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    note = _CUT.format(len(text))
    room = (CELL_LIMIT - len(note)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + note


def to_text(value: Any) -> str | None:
    """Text columns: ids, names, remarks. Dates and truth values in the offices' own form."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return safe_text(value) or None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    return safe_text(value.isoformat() if isinstance(value, date) else str(value))


def to_date(value: Any) -> date | str | None:
    """Date columns: real dates; anything that is none stays text."""
    if isinstance(value, datetime):
        value = _local(value).date()
    if type(value) is date and value >= FIRST_DAY:
        return value
    return to_text(value)


def to_moment(value: Any) -> datetime | date | str | None:
    """Date-and-time columns, in local time."""
    if isinstance(value, datetime) and value.date() >= FIRST_DAY:
        return _local(value)
    return to_date(value)


def to_number(value: Any) -> float | int | str | None:
    """Number columns: numbers as numbers; what is none (— 不参评) stays text, and so do long codes."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not isfinite(value):
            return None
        # As text, or Excel writes zeros over the last digits of a code.
        return value if abs(value) < _EXACT else str(value)
    return to_text(value)


def to_rate(value: Any) -> float | int | str | None:
    """Rates in percent, one decimal: 92.345 → 92.3 (half up, as people round)."""
    number = to_number(value)
    if isinstance(number, (int, float)):
        # Half up as people do it: round() goes to even, and a float is rarely the figure it shows.
        return float(Decimal(str(number)).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP"))
    return number


def _local(value: datetime) -> datetime:
    """Naive local time without fractions of a second, the only kind Excel knows."""
    if timezone.is_aware(value):
        value = timezone.make_naive(value)
    return value.replace(microsecond=0)


CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "text": to_text,
    "date": to_date,
    "datetime": to_moment,
    "number": to_number,
    "integer": to_number,
    "rate": to_rate,
    "points": to_number,
}
