"""Reading cells the way offices fill them in, and saying where a reading was a guess.

Every parser takes the value and a ``Reader`` and returns the plain value (None or "" for an empty cell); it raises
``CellError`` with a Chinese reason, and tells the reader what it took for what.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Protocol

from hezhang.core.geo.positions import valid_position
from hezhang.core.kernel.words import decimal_words
from hezhang.core.web.excel import CellError, as_date, as_length_km, as_number, as_phone, as_text
from hezhang.core.web.excel.cells import EMPTY_MARKS

NOBODY = EMPTY_MARKS | {"空缺", "暂缺", "待定", "缺"}
# What is typed for 同上, autocorrected quotes included; the rows know how to look upwards.
AS_ABOVE = {"同上", "〃", "″", '"', "''", "””"}
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?")
COMPACT_MONTH = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
SHORT_DAY = re.compile(r"\d{1,2}\s*[月.]\s*\d{1,2}\s*[日号]?")
HALF_DAY = re.compile(r"\s*(上午|下午|早上|中午|晚上|凌晨)")
LONGEST_KM = 7000  # longer than any river of the country: a figure in metres, most likely
TICKS = {"√", "✓", "✔", "☑", "是", "●", "有", "y", "yes", "1", "true", "■", "o", "○"}
CROSSES = {"×", "✗", "✘", "x", "否", "无", "没有", "n", "no", "0", "false", "□", "☐"}
MASKED = re.compile(r"\d{3}\*{4}\d{4}|\*+\d{0,4}")
PHONE_FORM = re.compile(r"1\d{10}")
DMS = re.compile(r"(\d{1,3})\s*[°度]\s*(\d{1,2}(?:\.\d+)?)\s*[′'’分]?\s*(?:(\d+(?:\.\d+)?)\s*(?:[″\"”秒]|′′|\'\')?)?")
DEGREES = re.compile(r"\d{1,3}(?:\.\d+)?")


class Reader(Protocol):
    """The row, as far as a parser may know it."""

    def guess(self, read: str, why: str) -> None:
        """Note that the cell was taken for ``read``."""

    @property
    def heading(self) -> str:
        """What stands above the cell."""

    @property
    def year(self) -> int | None:
        """The year that the table is about, if its title says so."""


def plain(value: Any) -> str:
    """Text in half-width forms, without blanks around it; "" for marks that mean nothing."""
    text = unicodedata.normalize("NFKC", as_text(value)).strip()
    return "" if text in EMPTY_MARKS else text


def text(value: Any, reader: Reader) -> str:
    """The words as they stand; marks like / and 无 are an empty cell."""
    told = as_text(value)
    return "" if told in EMPTY_MARKS else told


def name(value: Any, reader: Reader) -> str:
    """The name of something: no white space inside."""
    told = re.sub(r"\s+", "", as_text(value))
    return "" if told in EMPTY_MARKS else told


def limited(most: int, inner: Callable[[Any, Reader], str] = text) -> Callable[[Any, Reader], str]:
    """Text that must fit its column."""

    def parse(value: Any, reader: Reader) -> str:
        told = inner(value, reader)
        if len(told) > most:
            raise CellError(f"超过 {most} 个字（现有 {len(told)} 个），请缩短")
        return told

    return parse


def or_blank(inner: Callable[[Any, Reader], Any]) -> Callable[[Any, Reader], Any]:
    """For what may be left open: a cell that cannot be read keeps no row out, it is an empty one, told as a guess."""

    def parse(value: Any, reader: Reader) -> Any:
        try:
            return inner(value, reader)
        except CellError as wrong:
            reader.guess("没有填写", f"{wrong}；这一格没有采用")
            return None

    return parse


def words_for(choices: Mapping[str, Any] | Iterable[tuple[Any, str]]) -> Callable[[Any, Reader], Any]:
    """One of a few words; others are refused with the list of those that are known."""
    known = dict(choices) if isinstance(choices, Mapping) else {label: value for value, label in choices}

    def parse(value: Any, reader: Reader) -> Any:
        told = re.sub(r"\s+", "", plain(value))
        if not told:
            return None
        if told in known:
            return known[told]
        near = [word for word in known if word in told or told in word]
        # One only: with two that fit, nobody can say which is meant.
        if len({str(known[word]) for word in near}) == 1:
            reader.guess(near[0], "按相近的说法")
            return known[near[0]]
        raise CellError(f"不认识“{told}”，可填：{'、'.join(list(known)[:8])}")

    return parse


def day(value: Any, reader: Reader, *, ends: bool = False) -> date | None:
    """A day in any notation; of 2024年3月 the first, or the last of what ``ends`` by then, of 3月5日 the year that the
    title names, all told as guesses."""
    told = plain(value)
    if isinstance(value, str):
        cut = HALF_DAY.split(told)[0] if HALF_DAY.search(told) else told
        if cut != told:
            reader.guess(cut, "只取日期，时刻未用")
        month = MONTH.fullmatch(cut) or COMPACT_MONTH.fullmatch(cut)
        if month and 1 <= int(month[2]) <= 12:
            first = date(int(month[1]), int(month[2]), 1)
            meant = first.replace(day=monthrange(first.year, first.month)[1]) if ends else first
            reader.guess(f"{meant}", f"只有年月，按当月{'最后一天' if ends else ' 1 日'}")
            return meant
        if SHORT_DAY.fullmatch(cut) and reader.year:
            found = as_date(cut, reader.year)
            reader.guess(f"{found}", f"没有年份，按标题的 {reader.year} 年")
            return found
        value = cut
    return as_date(value, reader.year)


last_day = partial(day, ends=True)


def length_km(value: Any, reader: Reader) -> Decimal | None:
    """Kilometres; a bare number has the unit that the heading names, 约8公里 and 8000米 are told as guesses."""
    told = re.sub(r"\s+", "", plain(value))
    if not told or told in NOBODY:
        return None
    unit = "米" if re.search(r"(?<!千)米|(?<![a-z])m\b", plain(reader.heading).lower()) else "公里"
    km = as_length_km(told, unit)
    if km is None or not 0 < km < LONGEST_KM or round(km, 2) == 0:
        raise CellError("不是可信的长度，请只填公里数，如 8.0")
    km = round(km, 2)
    if not re.fullmatch(r"[\d.]+", told):
        if not re.fullmatch(r"[\d.]+(公里|km|千米)", told.lower()):
            reader.guess(f"{decimal_words(km)} 公里", "带“约”字或单位，按公里换算")
    elif unit == "米":
        reader.guess(f"{decimal_words(km)} 公里", "列名的单位是米")
    return km


def number(value: Any, reader: Reader) -> Decimal | None:
    return as_number(value)


def phone(value: Any, reader: Reader) -> str | None:
    """Eleven digits; None for a number that an export has masked: it says nothing new."""
    told = re.sub(r"^00(?=86)|[\s\-()·]", "", unicodedata.normalize("NFKC", as_text(value)))
    if MASKED.fullmatch(told):
        return None
    if not told or told in NOBODY:
        return ""
    found = as_phone(told)
    if found and not PHONE_FORM.fullmatch(found):
        raise CellError("不是 11 位手机号，请核对；没有手机号的请留空")
    return found


def tick(value: Any, reader: Reader) -> bool | None:
    """√, ✓, 是, ● and their opposites."""
    if isinstance(value, bool):
        return value
    told = plain(value).lower() if as_text(value) not in CROSSES else as_text(value)
    if not told:
        return None
    if told in TICKS or told in CROSSES:
        return told in TICKS
    raise CellError("看不出是或否，请填“是”“否”或打“√”")


def degrees(value: Any, reader: Reader) -> float | None:
    """One coordinate, decimal or degrees, minutes and seconds."""
    told = plain(value).upper().strip("NSEW ")
    if not told:
        return None
    if found := DMS.fullmatch(told):
        read = round(int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600, 6)
        reader.guess(f"{read}", "度分秒换算为十进制度")
        return read
    if DEGREES.fullmatch(told):
        return float(told)
    raise CellError("不是经纬度，请写成 120.80774 的样子")


def position(value: Any, reader: Reader) -> tuple[float, float] | None:
    """(latitude, longitude) from one cell, whichever comes first: in China the smaller one is the latitude."""
    told = plain(value)
    if not told:
        return None
    sexagesimal = [int(d) + float(m) / 60 + float(s or 0) / 3600 for d, m, s in DMS.findall(told)]
    numbers = sexagesimal if len(sexagesimal) == 2 else [float(each) for each in re.findall(r"\d{1,3}\.\d+", told)]
    if len(numbers) != 2:
        raise CellError("不是经纬度，请写成 120.80774,27.88178 的样子")
    found = in_china(*(round(each, 6) for each in numbers))
    if found is None:
        raise CellError("经纬度不在我国范围内，请核对")
    if sexagesimal or numbers[0] < numbers[1]:
        why = "度分秒换算为十进制度" if sexagesimal else "纬度写在前面"
        reader.guess(f"经度 {found[1]}，纬度 {found[0]}", why)
    return found


def in_china(one: float, other: float) -> tuple[float, float] | None:
    """(latitude, longitude) of two numbers in either order; None where neither order lies in the country's box."""
    lat, lng = sorted((one, other))
    return (lat, lng) if valid_position(lat, lng) and 3 <= lat < 54 and 73 <= lng < 136 else None
