"""The template to fill in, and the uploaded workbook given back with its errors marked."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill

from hezhang.core.web.excel import SheetIn, as_text
from hezhang.core.web.importing.plan import CellProblem, ImportSpec

RED = PatternFill("solid", fgColor="FFF8CBAD")
BOLD = Font(bold=True)


def template(spec: ImportSpec) -> bytes:
    """A workbook with the headings, one example row, and a second sheet that explains each column."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(spec.title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, column.heading, font=BOLD) for column in spec.columns])
    sheet.append([_text(sheet, column.example) for column in spec.columns])
    notes = book.create_sheet("填写说明")
    notes.append([_text(notes, word, font=BOLD) for word in ("列", "必填", "示例", "说明")])
    for column in spec.columns:
        words = (column.heading, "是" if column.required else "否", column.example, column.note)
        notes.append([_text(notes, word) for word in words])
    return _bytes(book)


def annotated(sheets: list[SheetIn], problems: list[CellProblem]) -> bytes:
    """The uploaded rows again as text, wrong cells red, and a last column that says what is wrong and what to do."""
    book = Workbook(write_only=True)
    for number, read in enumerate(sheets):
        mine = [each for each in problems if each.sheet == read.name or (not each.sheet and number == 0)]
        _annotated_sheet(book.create_sheet((read.name or f"Sheet{number + 1}")[:31]), read.rows, mine)
    return _bytes(book)


def _annotated_sheet(sheet: Any, rows: list[list[Any]], problems: list[CellProblem]) -> None:
    width = max((len(row) for row in rows), default=0)
    by_row: dict[int, list[CellProblem]] = {}
    for each in problems:
        by_row.setdefault(max(each.row, 1), []).append(each)
    for number, row in enumerate(rows, start=1):
        here = by_row.get(number, [])
        wrong = {each.col for each in here}
        cells = [_text(sheet, value, fill=RED if at in wrong else None) for at, value in enumerate(row, start=1)]
        cells += [""] * (width - len(row))
        words = "；".join(f"{each.column} {each.reason}{each.remedy}".strip() for each in here)
        sheet.append([*cells, _text(sheet, words, fill=RED if here else None)])


def _text(sheet: Any, value: Any, *, fill: PatternFill | None = None, font: Font | None = None) -> WriteOnlyCell:
    """A cell that stays text whatever it begins with, without the characters that XML cannot hold."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", as_text(value))[:32767])
    cell.data_type = "s"
    if fill:
        cell.fill = fill
    if font:
        cell.font = font
    return cell


def _bytes(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
