"""The template to fill in, and the uploaded workbook given back with its errors marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.cell_range import CellRange

from hezhang.core.web.excel import SheetIn, as_text, column_letters
from hezhang.core.web.importing.plan import CellProblem, ImportPlan, ImportSpec

RED = PatternFill("solid", fgColor="FFF8CBAD")
YELLOW = PatternFill("solid", fgColor="FFFFF2CC")
REMARKS = "错误说明"
NOTES = "填写说明"  # the template's second sheet: explains, is never read
BOLD = Font(bold=True)
NOT_IN_TITLES = re.compile(r"[\\*?:/\[\]\x00-\x1f]")


def template(spec: ImportSpec) -> bytes:
    """A workbook with the headings, one example row, and a second sheet that explains each column."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(spec.title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, column.heading, font=BOLD) for column in spec.columns])
    sheet.append([_text(sheet, column.example) for column in spec.columns])
    notes = book.create_sheet(NOTES)
    notes.append([_text(notes, word, font=BOLD) for word in ("列", "必填", "示例", "说明")])
    for column in spec.columns:
        words = (column.heading, "是" if column.required else "否", column.example, column.note)
        notes.append([_text(notes, word) for word in words])
    return _bytes(book)


def annotated(sheets: list[SheetIn], plan: ImportPlan) -> bytes:
    """The uploaded rows again as text, wrong cells red, and a last column that says what is wrong and what to do.

    Merged cells stay merged, so that the file can be put right here and be uploaded again.
    """
    book = Workbook(write_only=True)
    some_visible = not all(read.hidden for read in sheets)
    for number, read in enumerate(sheets):
        sheet = book.create_sheet(_title(read.name, number))
        if read.hidden and some_visible:
            sheet.sheet_state = "hidden"
        mine = Marks(plan.head_rows.get(read.name, 1))
        for each, is_wrong in [(one, True) for one in plan.problems] + [(one, False) for one in plan.notices]:
            if each.sheet == read.name or (not each.sheet and number == 0):
                mine.add(each, is_wrong)
        _annotated_sheet(sheet, read, mine)
    return _bytes(book)


def _title(name: str, number: int) -> str:
    """A name that Excel takes: files of other programs call their sheets what they like."""
    return NOT_IN_TITLES.sub("_", name).strip("'")[:31] or f"Sheet{number + 1}"


@dataclass
class Marks:
    """What is to be said about one sheet: the words and the colours of its cells, by row as Excel counts."""

    head: int
    words: dict[int, list[str]] = field(default_factory=dict)
    fills: dict[tuple[int, int], PatternFill] = field(default_factory=dict)
    wrong: set[int] = field(default_factory=set)

    def add(self, each: CellProblem, is_wrong: bool) -> None:
        """A problem is red and a notice yellow; where both meet, red stays."""
        row = max(each.row, 1)
        reason = each.reason if each.reason.endswith("。") else f"{each.reason}。"
        said = f"{each.column} {reason}{each.remedy}".strip()
        self.words.setdefault(row, []).append(said if is_wrong else f"留意：{said}")
        self.fills.setdefault((row, each.col), RED if is_wrong else YELLOW)
        if is_wrong:
            self.wrong.add(row)

    def last_cell(self, row: int) -> tuple[str, PatternFill | None]:
        """What the added column says in this row."""
        said = ([REMARKS] if row == self.head else []) + self.words.get(row, [])
        return "；".join(said), RED if row in self.wrong else None


def _annotated_sheet(sheet: Any, read: SheetIn, marks: Marks) -> None:
    width = _own_width(read.rows, marks.head)
    for (top, left), (bottom, right) in read.merged:
        if right < width:
            # Straight into the set: add() compares with all that are there already.
            sheet.merged_cells.ranges.add(CellRange(None, left + 1, top + 1, right + 1, bottom + 1))
    for col in range(width):
        sheet.column_dimensions[column_letters(col)].width = 16
    sheet.column_dimensions[column_letters(width)].width = 70
    for number, row in enumerate(read.rows, start=1):
        cells: list[Any] = [
            _text(sheet, value, fill=marks.fills.get((number, at))) for at, value in enumerate(row[:width], start=1)
        ]
        cells += [""] * (width - len(cells))
        words, fill = marks.last_cell(number)
        sheet.append([*cells, _text(sheet, words, fill=fill, font=BOLD if number == marks.head else None)])


def _own_width(rows: list[list[Any]], head: int) -> int:
    """The width without the remarks of an earlier round."""
    width = max((len(row) for row in rows), default=0)
    titles = rows[head - 1] if head <= len(rows) else []
    return next((at for at, title in enumerate(titles) if as_text(title).startswith(REMARKS)), width)


def _text(sheet: Any, value: Any, *, fill: PatternFill | None = None, font: Font | None = None) -> WriteOnlyCell:
    """A cell that stays text whatever it begins with, without the characters that XML cannot hold."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", as_text(value))[:32767])
    # openpyxl makes a formula of whatever begins with "=".
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
