"""The careful engine (XlsxWriter): reports with totals, repeated or empty headings, empty sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from hezhang.core.web.excel.layout import (
    A4,
    ALIGN,
    BODY_FONT,
    CENTRE,
    FOOTER,
    HEAD_FILL,
    HEAD_FONT,
    KINDS,
    LEFT,
    Plan,
    height,
    line_height,
)

BLANK_ROWS_STORED = True
ROW = 18  # points of a row of one line: room for the eye between the rules
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter"},
}


def write(path: Path, plans: list[Plan]) -> None:
    """Write the workbook; whatever the rows raise comes through."""
    # Temporary row files go beside the target, which is on a disk with room.
    book = Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    try:
        for made in plans:
            _write_sheet(book, made)
    except BaseException:
        _drop(book)
        raise
    book.close()


def _drop(book: Any) -> None:
    """Close a half-written workbook without writing it: its destructor would."""
    book.fileclosed = True
    for page in book.worksheets():
        page.row_data_fh.close()


def _write_sheet(book: Any, made: Plan) -> None:
    page = book.add_worksheet(made.title)
    last = len(made.headings) - 1
    _set_page(page, made, last)
    formats = [_cell_format(book, kind) for kind in made.kinds]
    for column, width in enumerate(made.widths):
        page.set_column(column, column, width)
    page.set_default_row(ROW)
    for row, line in enumerate(made.above):
        _write_line(page, row, last, line, _line_format(book, made, row))
        page.set_row(row, 30 if row == 0 and made.sheet.heading_line else line_height(made, line))
    _write_head(book, page, made)
    row = made.head
    for values in made.rows:
        row += 1
        if points := height(made, values):
            page.set_row(row, points)
        _write_row(page, row, values, formats)
    if made.sheet.filter:
        page.autofilter(made.head, 0, row, last)
    if made.sheet.totals is not None:
        row += 1
        bold = [_cell_format(book, kind, bold=True) for kind in made.kinds]
        _write_row(page, row, made.convert(made.sheet.totals), bold)
    if made.sheet.signature:
        _write_line(page, row + 1, last, made.sheet.signature, book.add_format({"align": LEFT}))


def _set_page(page: Any, made: Plan, last: int) -> None:
    if made.sheet.landscape:
        page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(made.head)
    page.set_footer(FOOTER)
    if made.sheet.freeze:
        page.freeze_panes(made.head + 1, 0)
    page.ignore_errors({"number_stored_as_text": f"A1:{_name(last)}1048576"})


def _name(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell_format(book: Any, kind: str, bold: bool = False) -> Any:
    look = {"border": 1, "text_wrap": True, "num_format": KINDS[kind], "align": ALIGN[kind], "bold": bold}
    if kind == "text":
        look["indent"] = 1  # a figure on the left would touch the words
    return book.add_format(look)


def _line_format(book: Any, made: Plan, row: int) -> Any:
    if row == 0 and made.sheet.heading_line:
        return book.add_format({"font_name": HEAD_FONT, "font_size": 16, "align": CENTRE})
    return book.add_format({"align": LEFT, "text_wrap": True})


def _write_line(page: Any, row: int, last: int, line: str, look: Any) -> None:
    if last:
        page.merge_range(row, 0, row, last, "", look)
    page.write_string(row, 0, line, look)


def _write_head(book: Any, page: Any, made: Plan) -> None:
    look = {"font_name": HEAD_FONT, "bold": True, "align": CENTRE, "border": 1, "bg_color": HEAD_FILL}
    style = book.add_format({**look, "text_wrap": True})
    for column, heading in enumerate(made.headings):
        page.write_string(made.head, column, heading, style) if heading else page.write_blank(
            made.head, column, None, style
        )


def _write_row(page: Any, row: int, values: Sequence[Any], formats: list[Any]) -> None:
    for column, value in enumerate(values):
        if value is None:
            page.write_blank(row, column, None, formats[column])
        elif isinstance(value, str):
            page.write_string(row, column, value, formats[column])
        elif isinstance(value, date):
            page.write_datetime(row, column, value, formats[column])
        else:
            page.write_number(row, column, value, formats[column])
