"""Workbooks and CSV files as plain rows. Runs in a child process (``kernel.confined``): what it is given may be a bomb."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from hezhang.core.web.excel import formulas, guard
from hezhang.core.web.excel.guard import DAMAGED, MAX_AREA, MAX_COLUMNS, MAX_ROWS, FileError

Range = tuple[int, int, int, int]  # top, left, bottom, right; 0-based, both ends included
MAX_SHEETS = 200
MAX_NAME = 255  # of a sheet; Excel's own take 31
MAX_MERGED = 1_000_000  # cells of all merged ranges together
ROWS_A_PART = 1000
UNKNOWN = "文件的文字编码认不出来，请用 Excel 或 WPS 打开，另存为“.xlsx”后再导入。"
MANY_SHEETS = f"工作表超过 {MAX_SHEETS} 张，已拒绝。请只留下要导入的表。"


def work(told: dict[str, Any], data: bytes) -> Iterator[bytes]:
    """The sheets as JSON: for each its head (an object), then lists of rows. Raises FileError."""
    for part in _xlsx(data) if told["kind"] == "xlsx" else _csv(data):
        yield json.dumps(part, default=_day, ensure_ascii=False, separators=(",", ":")).encode()


def _day(value: Any) -> dict[str, Any]:
    """What JSON does not know; ``reading`` makes the same of it again."""
    if isinstance(value, timedelta):
        return {"timedelta": [value.days, value.seconds, value.microseconds]}
    # A datetime is a date, too: it is asked first.
    kind = next(one for one in (datetime, date, time) if isinstance(value, one))
    return {kind.__name__: value.isoformat()}


def _xlsx(data: bytes) -> Iterator[Any]:
    guard.inspect(data)
    left, merged_left = MAX_AREA, MAX_MERGED
    bare = formulas.without_result(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheets_metadata) > MAX_SHEETS:
            raise FileError(MANY_SHEETS)
        for meta in book.sheets_metadata:
            sheet = book.get_sheet_by_name(meta.name)
            # All sheets together: each alone may span what the server holds once.
            height, width = _spanned(sheet)
            left -= height * width
            if left < 0:
                raise FileError(guard.TOO_LARGE)
            merged = list(_merged(sheet, height, width))
            merged_left -= sum(_cells(*one) for one in merged)
            if merged_left < 0:
                raise FileError(guard.MANY_MERGES)
            yield {"name": meta.name[:MAX_NAME], "hidden": meta.visible != SheetVisibleEnum.Visible, "merged": merged}
            yield from _with_formulas(_parts(sheet.iter_rows()), bare.get(meta.name, {}))
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(DAMAGED) from error


def _with_formulas(parts: Iterable[list[list[Any]]], cells: dict[tuple[int, int], str]) -> Iterator[list[list[Any]]]:
    """Cells that hold a formula without a result say so instead of being empty."""
    first = 0
    for rows in parts:
        for (row, col), formula in cells.items():
            if first <= row < first + len(rows) and col < len(rows[row - first]):
                rows[row - first][col] = {"formula": formula}
        first += len(rows)
        yield rows


def _spanned(sheet: Any) -> tuple[int, int]:
    """Rows and columns up to the last cell with content."""
    last = sheet.end
    return (last[0] + 1, last[1] + 1) if last else (0, 0)


def _merged(sheet: Any, height: int, width: int) -> Iterator[Range]:
    """Merged ranges as far as there are cells, whichever corner the file names first."""
    for (one, this), (other, that) in sheet.merged_cell_ranges or []:
        (top, bottom), (left, right) = sorted((one, other)), sorted((this, that))
        if top < height and left < width:
            yield top, left, min(bottom, height - 1), min(right, width - 1)


def _cells(top: int, left: int, bottom: int, right: int) -> int:
    return (bottom - top + 1) * (right - left + 1)


def _parts(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    """Empty cells come as ""; None is what every parser takes for nothing."""
    rest = iter(rows)
    while some := [[None if value == "" else value for value in row] for row in islice(rest, ROWS_A_PART)]:
        yield some


def _csv(data: bytes) -> Iterator[Any]:
    if b"\x00" in data:
        raise FileError(DAMAGED)
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    # Offices' exports use all three; the head has more of the right one than of the others.
    delimiter = max(",\t;", key=first.count)
    rows: list[list[str]] = []
    width = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            width = max(width, len(row))
            if len(rows) > MAX_ROWS or width > MAX_COLUMNS or len(rows) * width > MAX_AREA:
                raise FileError(guard.TOO_LARGE)
    except csv.Error as error:
        raise FileError(DAMAGED) from error
    yield {"name": "CSV", "hidden": False, "merged": []}
    yield from _parts(row + [""] * (width - len(row)) for row in rows)


def _decoded(data: bytes) -> str:
    # UTF-8 first: it refuses nearly all GB 18030, which in its turn takes anything.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(UNKNOWN)
