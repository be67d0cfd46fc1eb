"""What is wrong in an import: collected for all rows, said in one sentence each, handed back as a workbook."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import IO, Any, TypeVar

from hezhang.core.web.excel.cells import CellError, as_date, as_length_km, as_number, as_phone, as_text
from hezhang.core.web.excel.heads import Header
from hezhang.core.web.excel.layout import Sheet
from hezhang.core.web.excel.out import write_table
from hezhang.core.web.excel.reading import SheetIn, column_letters

T = TypeVar("T")
SHOWN = 60  # characters of the value in the sentence


@dataclass(frozen=True)
class CellProblem:
    """One cell that cannot be taken. ``row`` as Excel counts (1-based), ``column`` in letters ("" = the whole row)."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str
    heading: str = ""

    @property
    def where(self) -> str:
        """第 5 行 C 列“河道长度”."""
        named = f"“{self.heading}”" if self.heading else ""
        return f"第 {self.row} 行" + (f" {self.column} 列{named}" if self.column else "")

    def __str__(self) -> str:
        value = self.value if len(self.value) <= SHOWN else self.value[:SHOWN] + "…"
        return f"{self.where}：“{value}”{self.reason}。" if value else f"{self.where}：{self.reason}。"


class RowReader:
    """Takes one row apart by key and collects what is wrong, so that one pass reports every problem of every row."""

    def __init__(
        self, sheet: str, header: Header, row: int, values: Sequence[Any], problems: list[CellProblem]
    ) -> None:
        self.sheet, self.header, self.row, self.values, self.problems = sheet, header, row, values, problems
        self.is_fine = True

    def raw(self, key: str) -> Any:
        """The value as read; None when the column is missing."""
        column = self.header.columns.get(key)
        return None if column is None or column >= len(self.values) else self.values[column]

    def problem(self, key: str, reason: str) -> None:
        """Note that this cell cannot be taken; ``reason`` follows the value in the sentence."""
        column = self.header.columns.get(key)
        letters = "" if column is None else column_letters(column)
        heading = "" if column is None else self.header.names[column]
        self.problems.append(CellProblem(self.sheet, self.row, letters, as_text(self.raw(key)), reason, heading))
        self.is_fine = False

    def take(self, key: str, parse: Callable[[Any], T], default: T, *, required: bool = False) -> T:
        """The parsed value, or ``default`` after noting the problem."""
        try:
            value = parse(self.raw(key))
        except CellError as error:
            self.problem(key, str(error))
            return default
        if required and value in (None, ""):
            self.problem(key, "必须填写")
        return value

    def text(self, key: str, *, required: bool = False, limit: int = 0) -> str:
        """Text, at most ``limit`` characters if given."""
        value = self.take(key, as_text, "", required=required)
        if limit and len(value) > limit:
            self.problem(key, f"超过 {limit} 个字，请缩短")
            return ""
        return value

    def date(self, key: str, *, required: bool = False, year: int | None = None) -> date | None:
        """A date; ``year`` completes those written without one."""
        return self.take(key, partial(as_date, year=year), None, required=required)

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        return self.take(key, as_number, None, required=required)

    def length_km(self, key: str, *, required: bool = False) -> Decimal | None:
        return self.take(key, as_length_km, None, required=required)

    def phone(self, key: str, *, required: bool = False) -> str:
        return self.take(key, as_phone, "", required=required)

    def choice(self, key: str, words: Mapping[str, T], default: T, *, required: bool = False) -> T:
        """The value that goes with the word in the cell; other words are a problem that names the allowed ones."""
        word = self.text(key, required=required)
        if not word:
            return default
        if word not in words:
            self.problem(key, f"不在可选项内，请填写：{'、'.join(list(words)[:12])}")
            return default
        return words[word]


def write_problems(
    target: str | os.PathLike[str] | IO[bytes], problems: Sequence[CellProblem], sheets: Iterable[SheetIn] = ()
) -> None:
    """A workbook with the list of problems and, for the given sheets, their rows with a column 问题 in front."""
    listed = [(p.sheet, p.row, p.column, p.heading, p.value, p.reason) for p in problems]
    first = Sheet(
        "问题清单",
        ["工作表", "行", "列", "列名", "填写内容", "问题与改法"],
        listed,
        kinds=["text", "integer", "text", "text", "text", "text"],
        note=f"共 {len(listed)} 处。改正后重新导入原文件即可。",
    )
    write_table(target, [first, *(_annotated(sheet, problems) for sheet in sheets if sheet.rows)])


def _annotated(sheet: SheetIn, problems: Sequence[CellProblem]) -> Sheet:
    said: dict[int, list[str]] = {}
    for problem in problems:
        if problem.sheet == sheet.name:
            said.setdefault(problem.row, []).append(f"{problem.column} {problem.reason}".strip())
    width = len(sheet.rows[0])
    rows = ((number, "；".join(said.get(number, [])), *row) for number, row in enumerate(sheet.rows, start=1))
    return Sheet(
        f"标注-{sheet.name}",
        ["原行号", "问题", *(column_letters(i) for i in range(width))],
        rows,
        kinds=["integer", "text", *["text"] * width],
    )
