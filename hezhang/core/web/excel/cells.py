"""Reading single cells the way offices fill them in. Every parser takes what the reader found and returns the plain
value, ``None`` for an empty cell, or raises ``CellError`` with a Chinese reason that says what to write instead."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from hezhang.core.geo.positions import valid_position
from hezhang.core.kernel.words import clean

# What offices write into a cell so that it is not left empty.
EMPTY_MARKS = {"", "/", "／", "\\", "-", "--", "—", "——", "－", "无", "暂无", "空"}
# Excel counts days from 1900 and believes in a 29 February of that year; hence the 30th.
EXCEL_ZERO = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)  # 1954 to 2119: a number in a date column that lost its format
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.0+)?)?)?"
)
_NO_YEAR = re.compile(r"(\d{1,2})\s*[月.]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_LENGTH = re.compile(r"(?:约|近|大约|全长|长)?\s*([\d.]+)\s*(公里|千米|km|米|m)?(?:左右)?", re.IGNORECASE)
METRES = {"米", "m"}
# Mobile numbers, landlines with area code, and local ones of seven or eight digits.
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|[2-9]\d{6,7})(?!\d)")
_DMS = re.compile(r"(\d{1,3})[°度]\s*(\d{1,2})[′'分]\s*(\d+(?:\.\d+)?)[″\"秒]?")
_DECIMAL = re.compile(r"\d{1,3}\.\d+")


class Uncomputed(str):
    """A formula as written, “=” before it, of which the file holds no result."""

    __slots__ = ()


class CellError(ValueError):
    """The cell cannot be understood; the message is the reason, in Chinese."""


def as_text(value: Any) -> str:
    """Trimmed text; 3.0 → "3", dates in ISO form, None → ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    # Excel keeps every number as a float; above 15 digits it has lost some of them already.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return clean(str(value))


def _plain(value: Any) -> str:
    """Text with full-width letters, digits and punctuation turned to half-width; "" for marks that mean nothing."""
    text = unicodedata.normalize("NFKC", as_text(value)).strip()
    return "" if text in EMPTY_MARKS else text


def as_date(value: Any, year: int | None = None) -> date | None:
    """A date in any of the usual notations, or a serial number; a period (9月底前, 2026年底, 长期坚持) is refused.

    ``year`` completes 7月15日, when the table says elsewhere which year it is about.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and SERIALS[0] <= value <= SERIALS[-1]:
        return EXCEL_ZERO + timedelta(days=int(value))
    text = _plain(value)
    if not text:
        return None
    if text.isdecimal() and len(text) == 5 and int(text) in SERIALS:
        return EXCEL_ZERO + timedelta(days=int(text))
    if year and (short := _NO_YEAR.fullmatch(text)):
        text = f"{year}-{short[1]}-{short[2]}"
    found = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        raise CellError("不是具体日期，请写成 2026-09-30 的样子")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise CellError("日历上没有这一天，请核对后改正") from None


def as_number(value: Any) -> Decimal | None:
    """A plain number; thousands separators are allowed, units and words are not."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _finite(str(value))
    text = _plain(value).replace(",", "").replace(" ", "")
    return _finite(text) if text else None


def _finite(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise CellError("不是数字，请只填数字，如 8.0") from None
    if not number.is_finite():
        raise CellError("不是数字，请只填数字，如 8.0")
    return number


def as_length_km(value: Any, unit: str = "公里") -> Decimal | None:
    """A length in km: 8, 约8.0公里, 3310米 (= 3.31); a bare number has the unit that the heading names."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    text = _plain(value)
    if not text:
        return None
    found = _LENGTH.fullmatch(text)
    if not found:
        raise CellError("不是长度，请填写公里数，如 8.0")
    number = _finite(found[1])
    return number / 1000 if (found[2] or unit).lower() in METRES else number


def as_phone(value: Any) -> str:
    """A telephone number, digits only (landlines with one hyphen); "" when empty. Numbers stored as numbers are fine."""
    text = _plain(value)
    if not text:
        return ""
    found = _PHONE.fullmatch(text)
    if not found:
        raise CellError("不是电话号码，请填写 11 位手机号，或带区号的固定电话")
    return _digits(found[1])


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    if not digits.startswith("0") or "-" not in number:
        return digits
    return f"{number.split('-')[0]}-{digits[len(number.split('-')[0]) :]}"


def as_name_and_phone(value: Any) -> tuple[str, str]:
    """(name, number) of cells like ``钱示四 199-0000-8483`` or name and number on two lines; either may be ""."""
    text = _plain(value)
    found = _PHONE.search(text)
    if not found:
        return " ".join(text.split()), ""
    name = (text[: found.start()] + " " + text[found.end() :]).strip(" ,;:、()（）电话联系\n")
    return " ".join(name.split()), _digits(found[1])


def as_position(value: Any) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees; decimal or degrees-minutes-seconds, in either order.

    Which is which follows from where China lies: longitudes above 70°, latitudes below 60°.
    """
    text = _plain(value)
    if not text:
        return None
    parts = [int(d) + int(m) / 60 + float(s) / 3600 for d, m, s in _DMS.findall(text)]
    numbers = parts if len(parts) == 2 else [float(part) for part in _DECIMAL.findall(text)]
    if len(numbers) != 2:
        raise CellError("不是经纬度，请写成 120.80774,27.88178 的样子")
    # Offices write them in either order; in China the smaller one is the latitude.
    lat, lng = sorted(round(number, 6) for number in numbers)
    if not (valid_position(lat, lng) and lat < 60 and lng > 70):
        raise CellError("经纬度不在我国范围内，请核对")
    return lat, lng
