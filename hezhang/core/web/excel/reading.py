"""Reading workbooks that anybody may send: refused when harmful, else every sheet as plain rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from django.conf import settings

from hezhang.core.kernel.confined import BusyError, OverrunError, RefusedError, Workshop
from hezhang.core.web.excel.cells import Uncomputed
from hezhang.core.web.excel.guard import FileError

__all__ = ["XLSX", "FileError", "SheetIn", "column_letters", "read_sheets"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # the content type of a workbook
Merge = tuple[tuple[int, int], tuple[int, int]]  # (first row, first column), (last row, last column), 0-based
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
OLD = "这是旧版 .xls 或加了密码的文件，请用 Excel 或 WPS 打开，去掉密码，另存为“.xlsx”后再导入。"
TOO_MUCH = "这份文件展开后内容过多，已停止读取。请删去多余的表、行列和合并单元格，或分几次导入。"
BUSY = "服务器正在读取别的文件，请过一分钟再试。"
# A child for each file, 0.05 s to start: what one file leaves behind in memory, the next does not pay for.
# 200,000 rows of 10 columns take 210 MB of address space.
# Harmless files are read in four seconds; a slow server takes its time, and a bomb its share of one.
_workshop = Workshop("hezhang.core.web.excel.parsing", memory=256, cpu=20)
# What JSON does not know, as ``parsing`` writes it.
_DAYS = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda parts: timedelta(*parts),
    "formula": lambda text: Uncomputed(f"={text}"),
}


@dataclass
class SheetIn:
    """One sheet as read: ``rows[i][j]`` is the cell in row ``i + 1`` and column ``column_letters(j)``.

    Values are str, int, float, bool, date, datetime or None for an empty cell; rows are equally long, and blank rows
    at the end are cut off.
    """

    name: str
    rows: list[list[Any]]
    hidden: bool = False
    merged: list[Merge] = field(default_factory=list)

    def filled(self) -> list[list[Any]]:
        """The rows with the value of every merged range written into all its cells."""
        rows = [list(row) for row in self.rows]
        width = len(rows[0]) if rows else 0
        for (top, left), (bottom, right) in self.merged:
            if top >= len(rows) or left >= width:
                continue
            for row in rows[top : bottom + 1]:
                span = min(right + 1, width) - left
                row[left : left + span] = [rows[top][left]] * span
        return rows

    def data_rows(self, first: int) -> Iterator[tuple[int, list[Any]]]:
        """(row number as Excel shows it, merged-filled values) from 0-based row ``first`` on, blank rows left out.

        Whether a row is blank is asked before merged cells are filled: a merged town alone does not make a row.
        """
        for index, row in enumerate(self.filled()[first:], start=first):
            if any(value not in (None, "") for value in self.rows[index]):
                yield index + 1, row


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_sheets(file: IO[bytes] | bytes, *, max_bytes: int | None = None) -> list[SheetIn]:
    """All sheets of an .xlsx (or the one of a .csv in UTF-8 or GB 18030), in order, hidden ones marked.

    Raises ``FileError`` (Chinese: what is wrong, what to do) for anything else, for macros, for files over
    ``max_bytes``, for tables over 200,000 rows or 256 columns of content, and for what costs too much to read.
    """
    limit = max_bytes or settings.SHEET_MAX_BYTES
    data = _bytes(file, limit)
    if len(data) > limit:
        raise FileError(f"文件超过 {limit // 1024 // 1024} MB，请删去图片和多余的表，或分几次导入。")
    if data[:4] == OLE_MAGIC:
        raise FileError(OLD)
    return _parsed("xlsx" if data[:4] == b"PK\x03\x04" else "csv", data)


def _bytes(file: IO[bytes] | bytes, limit: int) -> bytes:
    if isinstance(file, bytes):
        return file
    file.seek(0)
    return file.read(limit + 1)


def _parsed(kind: str, data: bytes) -> list[SheetIn]:
    """What the child makes of the file."""
    sheets: list[SheetIn] = []

    def take(part: bytes) -> None:
        told = json.loads(part, object_hook=_day)
        if isinstance(told, list):
            sheets[-1].rows += told
        else:
            merged = [((top, left), (bottom, right)) for top, left, bottom, right in told["merged"]]
            sheets.append(SheetIn(told["name"], [], told["hidden"], merged))

    try:
        _workshop.run({"kind": kind}, data, take)
    except RefusedError as refusal:
        raise FileError(str(refusal)) from refusal
    except OverrunError as overrun:
        raise FileError(TOO_MUCH) from overrun
    except BusyError as busy:
        raise FileError(BUSY) from busy
    for sheet in sheets:
        _trim(sheet.rows)
    return sheets


def _day(told: dict[str, Any]) -> Any:
    kind, value = next(iter(told.items()))
    return _DAYS[kind](value) if kind in _DAYS else told


def _trim(rows: list[list[Any]]) -> None:
    """Without blank rows at the end: sheets are often formatted far below their last line."""
    while rows and not any(value is not None for value in rows[-1]):
        rows.pop()
