"""Reading workbooks that anybody may send: refused when harmful, else every sheet as plain rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from hezhang.core.web.excel import guard
from hezhang.core.web.excel.guard import MAX_COLUMNS, MAX_ROWS, FileError

__all__ = ["XLSX", "FileError", "SheetIn", "column_letters", "read_sheets"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  # the content type of a workbook
Merge = tuple[tuple[int, int], tuple[int, int]]  # (first row, first column), (last row, last column), 0-based
OLE_MAGIC = b"\xd0\xcf\x11\xe0"
OLD = "这是旧版 .xls 或加了密码的文件，请用 Excel 或 WPS 打开，去掉密码，另存为“.xlsx”后再导入。"
DAMAGED = "文件打不开，可能已损坏或不是 Excel 文件。请用 Excel 或 WPS 打开检查，另存为“.xlsx”后再导入。"


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
    ``max_bytes`` and for tables over 200,000 rows or 256 columns of content.
    """
    limit = max_bytes or settings.SHEET_MAX_BYTES
    data = _bytes(file, limit)
    if len(data) > limit:
        raise FileError(f"文件超过 {limit // 1024 // 1024} MB，请删去图片和多余的表，或分几次导入。")
    if data[:4] == b"PK\x03\x04":
        return _read_xlsx(data)
    if data[:4] == OLE_MAGIC:
        raise FileError(OLD)
    return [SheetIn("CSV", _trimmed(_read_csv(data)))]


def _bytes(file: IO[bytes] | bytes, limit: int) -> bytes:
    if isinstance(file, bytes):
        return file
    file.seek(0)
    return file.read(limit + 1)


def _read_xlsx(data: bytes) -> list[SheetIn]:
    guard.inspect(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_read_sheet(book, meta) for meta in book.sheets_metadata]
    except (CalamineError, OSError, ValueError) as error:
        raise FileError(DAMAGED) from error


def _read_sheet(book: Any, meta: Any) -> SheetIn:
    sheet = book.get_sheet_by_name(meta.name)
    # Empty cells come as ""; None is what every parser takes for nothing.
    rows = [[None if value == "" else value for value in row] for row in sheet.to_python(skip_empty_area=False)]
    hidden = meta.visible != SheetVisibleEnum.Visible
    return SheetIn(meta.name, _trimmed(rows), hidden, list(sheet.merged_cell_ranges or []))


def _read_csv(data: bytes) -> list[list[Any]]:
    if b"\x00" in data:
        raise FileError(DAMAGED)
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    # Offices' exports use all three; the head has more of the right one than of the others.
    delimiter = max(",\t;", key=first.count)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([value or None for value in row])
            if len(rows) > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise FileError(guard.TOO_LARGE)
    except csv.Error as error:
        raise FileError(DAMAGED) from error
    width = max((len(row) for row in rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def _decoded(data: bytes) -> str:
    # UTF-8 first: it refuses nearly all GB 18030, which in its turn takes anything.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("文件的文字编码认不出来，请用 Excel 或 WPS 打开，另存为“.xlsx”后再导入。")


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without blank rows at the end: sheets are often formatted far below their last line."""
    last = max((i for i, row in enumerate(rows) if any(value is not None for value in row)), default=-1)
    return rows[: last + 1]
