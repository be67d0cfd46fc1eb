"""What a sheet is, and how it looks: the same for both engines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from math import ceil
from typing import Any

from hezhang.core.web.excel.text import CONVERTERS, safe_text

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
# What every office computer has, WPS's among them; no other font may be asked for.
BODY_FONT, HEAD_FONT = "宋体", "黑体"
HEAD_FILL = "#E8EEF4"
A4 = 9
FOOTER = "&C第 &P 页，共 &N 页"
# kind → Excel's number format; "@" is text: ids keep their zeros and nothing turns into a formula when edited.
KINDS = {
    "text": "@",
    "date": 'yyyy"年"m"月"d"日"',
    "datetime": 'yyyy"年"m"月"d"日" hh:mm',
    "number": "General",
    "integer": "0",
    "rate": "0.0",
    "points": "0.00",
}
LEFT, CENTRE, RIGHT = "left", "center", "right"
ALIGN = {
    "text": LEFT,
    "date": CENTRE,
    "datetime": CENTRE,
    "number": RIGHT,
    "integer": RIGHT,
    "rate": RIGHT,
    "points": RIGHT,
}
# A date that does not fit its column shows as ####.
_LEAST = {"date": 15.0, "datetime": 21.0}
_LINE = 14.0  # points that a line of 10 pt takes
_AIR = 4.0  # between the words of a row and its rules
_LOOKED_AT = 60  # rows of a long sheet that decide a column's width
FITTED = 2000  # a sheet of no more rows gets each row's height; longer ones must be fast
_ILLEGAL_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class SheetError(ValueError):
    """The table cannot be written as asked; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Chart:
    """A native bar chart below the table: one bar a row, the first on top; columns count from 0."""

    title: str
    labels: int
    values: int


@dataclass
class Sheet:
    """One sheet: a title row, a line of 制表人/时间/口径, one row of headings, then the rows as they stream in.

    ``rows`` is any iterable of sequences as long as ``headings`` and is read once. ``kinds`` (see ``KINDS``) and
    ``widths`` (in characters, 0 = by content) go by column. ``totals`` is a last row; below it come the ``chart``,
    the lines of ``closing`` (the first is their heading) and ``signature``. ``only`` (column, word) keeps the rows
    with another word but filters them out, on the screen and in print. A heavier line parts the groups of equal words in
    the column ``grouped``; with ``is_merged`` the equal words of that column become one cell, which no filter bears.
    Rows with the word ``bold`` (column, word) are sums. ``one_page`` fits the whole sheet on one page of paper.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    kinds: Sequence[str] | None = None
    widths: Sequence[float] | None = None
    heading_line: str = ""
    note: str = ""
    freeze: bool = True
    filter: bool = True
    landscape: bool = True
    totals: Sequence[Any] | None = None
    chart: Chart | None = None
    closing: Sequence[str] = ()
    signature: str = ""
    only: tuple[int, str] | None = None
    grouped: int | None = None
    one_page: bool = False
    is_merged: bool = False
    bold: tuple[int, str] | None = None


@dataclass
class Plan:
    """A sheet ready to write: checked, converted, counted as it goes."""

    sheet: Sheet
    title: str
    headings: list[str]
    kinds: list[str]
    widths: list[float]
    rows: Iterator[tuple[Any, ...]]
    has_rows: bool
    is_short: bool = True
    counted: list[int] = field(default_factory=lambda: [0, 0])  # rows, of which blank

    @property
    def head(self) -> int:
        """0-based row of the headings."""
        return bool(self.sheet.heading_line) + bool(self.sheet.note)

    @property
    def above(self) -> list[str]:
        """The lines above the headings."""
        return [line for line in (self.sheet.heading_line, self.sheet.note) if line]

    @property
    def below(self) -> int:
        """How many rows follow the data."""
        return (self.sheet.totals is not None) + len(self.sheet.closing) + bool(self.sheet.signature)

    @property
    def is_plain(self) -> bool:
        """Nothing but rows: no line below them, no chart, no row filtered out, no groups parted."""
        sheet = self.sheet
        return not (
            self.below or sheet.chart or sheet.only or sheet.grouped is not None or sheet.bold or sheet.one_page
        )

    def expected_rows(self, *, blanks: bool) -> int:
        """How many rows the file must hold once written; engines differ in whether blank rows are stored."""
        rows, blank = self.counted
        return self.head + 1 + rows - (0 if blanks else blank) + self.below

    def convert(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row's values as its columns' kinds want them."""
        return tuple([CONVERTERS[kind](value) for kind, value in zip(self.kinds, row, strict=True)])


def plan(sheet: Sheet, used: set[str]) -> Plan:
    """Check the sheet and look at its first rows; ``used`` holds the titles taken so far in the workbook."""
    headings = [safe_text(str(heading)) for heading in sheet.headings]
    kinds = list(sheet.kinds or ["text"] * len(headings))
    _check(headings, kinds, sheet)
    source = iter(sheet.rows)
    first = list(islice(source, FITTED + 1))
    made = Plan(sheet, legal_title(sheet.title, used), headings, kinds, [], iter(()), bool(first), len(first) <= FITTED)
    made.widths = _widths(made, first if made.is_short else first[:_LOOKED_AT])
    made.rows = _counted(made, chain(first, source))
    return made


def _check(headings: list[str], kinds: list[str], sheet: Sheet) -> None:
    if not 0 < len(headings) <= MAX_COLUMNS:
        raise SheetError(f"表“{sheet.title}”应有 1 到 {MAX_COLUMNS} 列。")
    if len(kinds) != len(headings) or (sheet.widths and len(sheet.widths) != len(headings)):
        raise ValueError("kinds and widths must be as long as headings")
    if unknown := set(kinds) - set(KINDS):
        raise ValueError(f"unknown kinds of column: {sorted(unknown)}")


def legal_title(title: str, used: set[str]) -> str:
    """A legal sheet name, at most 31 characters, not yet taken (Excel compares without case)."""
    # Thirty-one characters are Excel's limit; a quote at either end breaks references to the sheet.
    base = _ILLEGAL_TITLE.sub("", safe_text(title)).strip().strip("'")[:31] or "表"
    name, n = base, 1
    while name.lower() in used:
        n += 1
        name = f"{base[: 31 - len(str(n)) - 2]}({n})"
    used.add(name.lower())
    return name


def _counted(made: Plan, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    room = MAX_ROWS - made.head - 1 - made.below
    converters = [CONVERTERS[kind] for kind in made.kinds]
    columns = len(converters)
    counted = made.counted
    for row in rows:
        if counted[0] == room:
            raise SheetError(f"数据超过 {room} 行，一张 Excel 表放不下。请缩小筛选范围（如按年度或乡镇）后分次导出。")
        if len(row) != columns:
            raise ValueError(f"row {counted[0] + 1} has {len(row)} values for {columns} headings")
        values = tuple([convert(value) for convert, value in zip(converters, row, strict=False)])
        counted[0] += 1
        counted[1] += values.count(None) == columns
        yield values


def _widths(made: Plan, first: list[Sequence[Any]]) -> list[float]:
    given = made.sheet.widths or [0] * len(made.headings)
    whole = [made.convert(row) for row in first if len(row) == len(made.headings)]
    columns = list(zip(*whole, strict=True)) or [()] * len(made.headings)
    return [
        max(width or min(40.0, max(8.0, _broadest([heading, *values]) + 2)), _LEAST.get(kind, 0.0))
        for width, heading, kind, values in zip(given, made.headings, made.kinds, columns, strict=True)
    ]


def _broadest(values: Iterable[Any]) -> int:
    lines = (line for value in values if value is not None for line in str(value)[:200].split("\n"))
    return max((_breadth(line) for line in lines), default=0)


def line_height(made: Plan, line: str) -> float:
    """Points that a line across all columns needs."""
    return _LINE * _lines(line, sum(made.widths)) + 2


def height(made: Plan, values: Sequence[Any]) -> float | None:
    """Points that a row needs for its longest cell; None where one line does. Not every office program fits rows itself."""
    texts = [(value, width) for value, width in zip(values, made.widths, strict=True) if isinstance(value, str)]
    lines = max((sum(_lines(part, width) for part in text.split("\n")) for text, width in texts), default=1)
    # Excel's own limit of a row's height.
    return min(409.0, lines * _LINE + _AIR) if lines > 1 else None


def _lines(text: str, width: float) -> int:
    return max(1, ceil(_breadth(text) / max(width - 1, 1)))


def _breadth(text: str) -> int:
    """Width in Latin characters: a Chinese one takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
