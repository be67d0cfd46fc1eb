"""Writing a workbook: one interface, two engines, and the rows counted again afterwards (decisions/0004-excel.md)."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import IO

from hezhang.core.web.excel import bulk, styled
from hezhang.core.web.excel.layout import Plan, Sheet, SheetError, plan

CHUNK = 1 << 18
_SHEET_PART = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
ENGINES = {"bulk": bulk, "styled": styled}


def write_table(target: str | os.PathLike[str] | IO[bytes], sheets: Sequence[Sheet], *, engine: str = "") -> int:
    """Write the sheets to a path (whole or not at all) or a binary stream; returns the number of data rows.

    Rows stream through in constant memory. Raises ``SheetError`` (Chinese) when a table does not fit or rows got
    lost. ``engine`` ("bulk", "styled") is for tests; by default the fast one writes what it can.
    """
    if not sheets:
        raise SheetError("没有可写的表。")
    used: set[str] = set()
    plans = [plan(sheet, used) for sheet in sheets]
    chosen = ENGINES[engine] if engine else (bulk if bulk.is_wanted(plans) else styled)
    # Counted before it is moved: a workbook with lost rows must not replace a good one, nor be downloaded.
    with _beside(target) as path:
        chosen.write(path, plans)
        _check_rows(path, plans, chosen)
    return sum(made.counted[0] for made in plans)


@contextmanager
def _beside(target: str | os.PathLike[str] | IO[bytes]) -> Iterator[Path]:
    """A temporary file that becomes the target only when everything went well."""
    is_path = isinstance(target, (str, os.PathLike))
    folder = Path(target).parent if isinstance(target, (str, os.PathLike)) else None
    with tempfile.TemporaryDirectory(dir=folder, prefix=".xlsx-") as scratch:
        path = Path(scratch) / "table.xlsx"
        yield path
        if is_path:
            os.replace(path, target)  # type: ignore[arg-type]
        else:
            with path.open("rb") as written:
                shutil.copyfileobj(written, target, CHUNK)  # type: ignore[arg-type]


def _check_rows(path: Path, plans: list[Plan], engine: ModuleType) -> None:
    """Read the file back as a stream (which also checks its sums) and compare the number of rows."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if part := _SHEET_PART.fullmatch(name):
                made = plans[int(part[1]) - 1]
                found = _count_rows(book, name)
                if found != made.expected_rows(blanks=engine.BLANK_ROWS_STORED):
                    raise SheetError(f"表“{made.title}”写出后行数不符，文件未保存。请重试；仍出现时请联系管理员。")


def _count_rows(book: zipfile.ZipFile, name: str) -> int:
    count, tail = 0, b""
    with book.open(name) as part:
        while chunk := part.read(CHUNK):
            text = tail + chunk
            count += text.count(b"<row ")
            # Keep what might be the first half of the mark, and no whole one, so that nothing is counted twice.
            tail = text[-4:]
    return count
