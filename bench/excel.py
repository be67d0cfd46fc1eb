"""Excel out and in, 50,000 rows × 20 columns; each measurement in a process of its own, because memory is measured too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench import Row, bench, interleaved

ROWS, COLUMNS = 50_000, 20
KINDS = (["text"] * 6 + ["date", "datetime", "integer", "rate"]) * 2
HEADINGS = [f"列{i}" for i in range(COLUMNS)]


@bench("excel-out")
def excel_out() -> Iterator[Row]:
    ours, limit = interleaved(lambda: child("ours")["seconds"], lambda: child("openpyxl")["seconds"])
    yield Row("Excel 写出 50,000 × 20", ours, limit, "openpyxl write_only", "s", at_most=0.2)
    limit = child("import-export")["seconds"]
    yield Row("同上，对照通用导出", ours, limit, "django-import-export", "s", at_most=0.2)
    few, many = child("ours"), child("ours", rows=4 * ROWS)
    yield Row("Excel 写出的内存，空闲之上", few["mb"], 60, "上限", "MB", at_most=1)
    yield Row("Excel 写出 200,000 行的内存", many["mb"], few["mb"] + 5, "50,000 行 + 5 MB", "MB", at_most=1)


@bench("excel-in")
def excel_in() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "in.xlsx")
        child("ours", path=path)
        ours, limit = interleaved(lambda: child("dry-run", path=path)["seconds"], lambda: 10.0, times=3)
        yield Row("Excel 读入 50,000 × 20 并试算", ours, limit, "上限", "s", at_most=1)
        limit = child("openpyxl-read", path=path)["seconds"]
        yield Row("同上，对照逐格读出", ours, limit, "openpyxl read_only", "s", at_most=1)


def child(what: str, rows: int = ROWS, path: str = "") -> dict[str, float]:
    """Seconds, and peak megabytes above the idle process, of one piece of work."""
    command = [sys.executable, "-m", "bench.excel", what, str(rows), path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    return json.loads(done.stdout)


def data(rows: int) -> Iterator[list[Any]]:
    day, moment = date(2026, 11, 21), datetime(2026, 11, 21, 14, 5)  # noqa: DTZ001 - as cells hold it
    for i in range(rows):
        yield [f"Q{i:06}", "澄溪（东段）", "水面漂浮物", "一般", "桥头镇", f"整改第 {i} 条", day, moment, i, 92.3] * 2


def write_ours(rows: int, path: str) -> None:
    from hezhang.core.web.excel import Sheet, write_table

    write_table(path, [Sheet("台账", HEADINGS, data(rows), kinds=KINDS, heading_line="问题台账")])


def write_openpyxl(rows: int, path: str) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("台账")
    page.append(HEADINGS)
    for row in data(rows):
        page.append(row)
    book.save(path)


def write_import_export(rows: int, path: str) -> None:
    """As an admin page with the usual package does: one object a row, each field by its widget, a data set in memory."""
    from import_export import fields, resources
    from import_export.formats.base_formats import XLSX

    names = [f"c{n}" for n in range(COLUMNS)]
    columns = {name: fields.Field(attribute=name, column_name=HEADINGS[n]) for n, name in enumerate(names)}
    made = type("Ledger", (resources.Resource,), columns)()
    objects = [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in data(rows)]
    Path(path).write_bytes(XLSX().export_data(made.export(queryset=objects)))


def dry_run(rows: int, path: str) -> None:
    """Read, find the head, take every cell apart as an import does, collect every problem."""
    from hezhang.core.web.excel import CellError, as_date, as_number, as_text, find_header, read_sheets

    parsers = {"date": as_date, "datetime": as_date, "text": as_text}
    sheet = read_sheets(Path(path).read_bytes())[0]
    header = find_header(sheet.filled(), {name: [name] for name in HEADINGS})
    plan = [(header.columns[name], parsers.get(kind, as_number)) for name, kind in zip(HEADINGS, KINDS, strict=True)]
    problems: list[tuple[int, int, str]] = []
    for number, values in sheet.data_rows(header.data_from):
        for column, parse in plan:
            try:
                parse(values[column])
            except CellError as error:
                problems.append((number, column, str(error)))
    if len(sheet.rows) != rows + 2 or problems:
        raise SystemExit("the dry run did not see what was written")


def read_openpyxl(rows: int, path: str) -> None:
    from openpyxl import load_workbook

    for row in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        list(row)


WORK = {
    "ours": write_ours,
    "openpyxl": write_openpyxl,
    "import-export": write_import_export,
    "dry-run": dry_run,
    "openpyxl-read": read_openpyxl,
}


def peak() -> float:
    """The highest resident size of this process so far, MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(what: str, rows: int, path: str) -> None:
    import django
    import openpyxl  # noqa: F401

    import hezhang.core.web.excel  # noqa: F401 - loaded before the clock starts

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        idle, start = peak(), time.process_time()  # processor time: others use this machine too
        WORK[what](rows, path or str(Path(folder) / "out.xlsx"))
        taken = time.process_time() - start
    sys.stdout.write(json.dumps({"seconds": taken, "mb": peak() - idle}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hezhang.settings")
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
