"""The template to fill in, and the uploaded workbook given back with its errors marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from hezhang.core.web.excel import SheetIn, as_text, safe_text, styled
from hezhang.core.web.excel.layout import legal_title
from hezhang.core.web.excel.text import CELL_LIMIT
from hezhang.core.web.importing.plan import CellProblem, ImportPlan, ImportSpec

RED, YELLOW = "#F8CBAD", "#FFF2CC"
REMARKS = "错误说明"
NOTES = "填写说明"  # the template's second sheet: explains, is never read


def template(spec: ImportSpec) -> bytes:
    """A workbook with the headings, one example row, and a second sheet that explains each column."""
    stream = BytesIO()
    with styled.new_book(stream) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(legal_title(spec.title, set()))
        sheet.freeze_panes(1, 0)
        _put(sheet, 0, [column.heading for column in spec.columns], bold)
        _put(sheet, 1, [column.example for column in spec.columns])
        notes = book.add_worksheet(NOTES)
        _put(notes, 0, ("列", "必填", "示例", "说明"), bold)
        for row, column in enumerate(spec.columns, start=1):
            _put(notes, row, (column.heading, "是" if column.required else "否", column.example, column.note))
    return stream.getvalue()


def _put(sheet: Any, row: int, words: Iterable[str], look: Any = None) -> None:
    for column, word in enumerate(words):
        styled.put_text(sheet, row, column, word, look)


def annotated(sheets: list[SheetIn], plan: ImportPlan) -> bytes:
    """The uploaded rows again as text, wrong cells red, and a last column that says what is wrong and what to do.

    Merged cells stay merged, so that the file can be put right here and be uploaded again.
    """
    stream, used = BytesIO(), set[str]()
    first = next((number for number, read in enumerate(sheets) if not read.hidden), None)
    with styled.new_book(stream) as book:
        looks = {(fill, bold): _look(book, fill, bold) for fill in ("", RED, YELLOW) for bold in (False, True)}
        for number, read in enumerate(sheets):
            # Files of other programs call their sheets what they like.
            sheet = book.add_worksheet(legal_title(read.name, used))
            if number == first:
                sheet.activate()  # or Excel would open the first, hidden or not
            elif read.hidden and first is not None:
                sheet.hide()
            _annotated_sheet(sheet, read, _marks(read, plan, is_first=number == 0), looks)
    return stream.getvalue()


def _look(book: Any, fill: str, bold: bool) -> Any:
    # As text, or Excel would make a formula of "=…" once somebody edits the cell.
    return book.add_format({"num_format": "@", "bold": bold} | ({"bg_color": fill} if fill else {}))


def _marks(read: SheetIn, plan: ImportPlan, *, is_first: bool) -> Marks:
    """What the plan says of this sheet; what it says of none stands on the first."""
    mine = Marks(plan.head_rows.get(read.name, 1))
    for each, is_wrong in [(one, True) for one in plan.problems] + [(one, False) for one in plan.notices]:
        if each.sheet == read.name or (not each.sheet and is_first):
            mine.add(each, is_wrong)
    return mine


@dataclass
class Marks:
    """What is to be said about one sheet: the words and the colours of its cells, by row as Excel counts."""

    head: int
    words: dict[int, list[str]] = field(default_factory=dict)
    fills: dict[int, dict[int, str]] = field(default_factory=dict)
    wrong: set[int] = field(default_factory=set)

    def add(self, each: CellProblem, is_wrong: bool) -> None:
        """A problem is red and a notice yellow; where both meet, red stays."""
        row = max(each.row, 1)
        reason = each.reason if each.reason.endswith("。") else f"{each.reason}。"
        said = f"{each.column} {reason}{each.remedy}".strip()
        self.words.setdefault(row, []).append(said if is_wrong else f"留意：{said}")
        self.fills.setdefault(row, {}).setdefault(each.col, RED if is_wrong else YELLOW)
        if is_wrong:
            self.wrong.add(row)

    def last_cell(self, row: int) -> tuple[str, str]:
        """What the added column says in this row."""
        said = ([REMARKS] if row == self.head else []) + self.words.get(row, [])
        return "；".join(said), RED if row in self.wrong else ""


def _annotated_sheet(sheet: Any, read: SheetIn, marks: Marks, looks: dict[tuple[str, bool], Any]) -> None:
    width = _own_width(read.rows, marks.head)
    for (top, left), (bottom, right) in read.merged:
        if right < width and (top, left) != (bottom, right):
            # Straight into the list: merge_range() writes cells of later rows, and compares with all that are there.
            sheet.merge.append([top, left, bottom, right])
    sheet.set_column(0, max(width - 1, 0), 16)
    sheet.set_column(width, width, 70)
    plain = looks["", False]
    for number, row in enumerate(read.rows):
        fills = marks.fills.get(number + 1, {})
        for at, value in enumerate(row[:width]):
            if value is not None or at + 1 in fills:
                look = looks[fills[at + 1], False] if at + 1 in fills else plain
                styled.put_text(sheet, number, at, as_text(value)[:CELL_LIMIT], look)
        words, fill = marks.last_cell(number + 1)
        if words:
            styled.put_text(sheet, number, width, safe_text(words), looks[fill, number + 1 == marks.head])


def _own_width(rows: list[list[Any]], head: int) -> int:
    """The width without the remarks of an earlier round."""
    width = max((len(row) for row in rows), default=0)
    titles = rows[head - 1] if head <= len(rows) else []
    return next((at for at, title in enumerate(titles) if as_text(title).startswith(REMARKS)), width)
