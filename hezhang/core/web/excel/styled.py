"""The careful engine (XlsxWriter): reports with totals, repeated or empty headings, empty sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

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
    Chart,
    Plan,
    height,
    line_height,
)

BLANK_ROWS_STORED = True
BAR, RULE = "#2F7DB8", "#C9D3DC"
ROW = 18  # points of a row of one line: room for the eye between the rules
_OPTIONS = {
    "constant_memory": True,
    # Text stays text: "=1+1", a web address and "007" must not become something else.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter"},
}


def write(path: Path, plans: list[Plan]) -> None:
    """Write the workbook; whatever the rows raise comes through."""
    # Temporary row files go beside the target, which is on a disk with room.
    # A merged cell reaches over rows that would be written and gone; such sheets are short.
    is_long = not any(made.sheet.is_merged for made in plans)
    book = new_book(str(path), tmpdir=str(path.parent), constant_memory=is_long)
    try:
        for made in plans:
            _write_sheet(book, made)
    except BaseException:
        _drop(book)
        raise
    book.close()


def new_book(target: str | IO[bytes], **options: Any) -> Workbook:
    """A workbook in which text stays text; rows are written from the top and not touched again."""
    return Workbook(target, {**_OPTIONS, **options})


def put_text(page: Any, row: int, column: int, text: str, look: Any = None) -> None:
    """Write a text as it is, whatever it looks like."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library takes such a text for its own rich one and stores it unescaped, which breaks the file: in runs it
        # is escaped. It wants three of them.
        page.write_rich_string(row, column, "<", "r>", text[3:], *([look] if look else []))
    else:
        page.write_string(row, column, text, look)


def _drop(book: Any) -> None:
    """Close a half-written workbook without writing it: its destructor would."""
    book.fileclosed = True
    for page in book.worksheets():
        # Private: with constant_memory each sheet holds a temporary file that only closing the book would let go.
        if book.constant_memory:
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
    row = _write_body(book, page, made, formats)
    if made.sheet.filter:
        page.autofilter(made.head, 0, row, last)
        if made.sheet.only:
            page.filter_column_list(made.sheet.only[0], [made.sheet.only[1]])
    if made.sheet.totals is not None:
        row += 1
        bold = [_cell_format(book, kind, bold=True) for kind in made.kinds]
        _write_row(page, row, made.convert(made.sheet.totals), bold)
    if made.sheet.chart and made.has_rows:
        row = _write_chart(book, page, made, made.sheet.chart, row)
    _write_closing(book, page, made, row)


def _write_body(book: Any, page: Any, made: Plan, formats: list[Any]) -> int:
    """The rows of the table; returns the number of the last."""
    sheet, row, group, at = made.sheet, made.head, None, made.sheet.grouped
    parting = [_cell_format(book, kind, parting=True) for kind in made.kinds] if at is not None else []
    bold = [_cell_format(book, kind, bold=True) for kind in made.kinds] if sheet.bold else []
    begun: list[tuple[int, Any]] = []
    for values in made.rows:
        row += 1
        is_shown = not sheet.only or values[sheet.only[0]] == sheet.only[1]
        if points := height(made, values) or (None if is_shown else ROW):
            page.set_row(row, points, None, {} if is_shown else {"hidden": True})
        begins = at is not None and is_shown and values[at] != group
        if begins and at is not None:
            group = values[at]
            begun.append((row, group))
        is_sum = sheet.bold and values[sheet.bold[0]] == sheet.bold[1]
        _write_row(page, row, values, parting if begins else bold if is_sum else formats)
    if sheet.is_merged and at is not None:
        _merge(page, at, begun, row, parting[at])
    return row


def _merge(page: Any, column: int, begun: list[tuple[int, Any]], last: int, look: Any) -> None:
    """One cell for each run of equal words."""
    ends = [row - 1 for row, _ in begun[1:]] + [last]
    for (first, words), end in zip(begun, ends, strict=True):
        if end > first:
            page.merge_range(first, column, end, column, words, look)


def _write_chart(book: Any, page: Any, made: Plan, asked: Chart, row: int) -> int:
    """A bar for each row of the table; returns the last row of the sheet that it covers."""
    first, last = made.head + 1, made.head + made.counted[0]
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [made.title, first, asked.labels, last, asked.labels],
            "values": [made.title, first, asked.values, last, asked.values],
            "fill": {"color": BAR},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "0.00", "font": {"name": BODY_FONT, "size": 9}},
        }
    )
    chart.set_title(
        {"name": asked.title, "name_font": {"name": HEAD_FONT, "size": 11, "bold": False}, "overlay": False}
    )
    chart.set_legend({"none": True})
    axis = {"num_font": {"name": BODY_FONT, "size": 9}, "line": {"color": RULE}}
    chart.set_y_axis({**axis, "reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})  # each bar says its figure
    lines = max(8, made.counted[0] + 3)
    width = sum(int(columns * 7 + 5) for columns in made.widths)
    chart.set_size({"width": width - 8, "height": lines * ROW * 4 // 3 - 8})
    page.insert_chart(row + 1, 0, chart, {"x_offset": 4, "y_offset": 6, "object_position": 2})
    return row + lines


def _write_closing(book: Any, page: Any, made: Plan, row: int) -> None:
    last = len(made.headings) - 1
    plain = book.add_format({"align": LEFT, "text_wrap": True})
    head = book.add_format({"align": LEFT, "font_name": HEAD_FONT, "font_size": 11})
    for number, line in enumerate(made.sheet.closing):
        row += 1
        page.set_row(row, line_height(made, line) + 4)
        _write_line(page, row, last, line, plain if number else head)
    if made.sheet.signature:
        page.set_row(row + 1, 30 if made.sheet.closing else ROW)
        _write_line(page, row + 1, last, made.sheet.signature, plain)


def _set_page(page: Any, made: Plan, last: int) -> None:
    if made.sheet.landscape:
        page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, int(made.sheet.one_page))
    page.repeat_rows(made.head)
    page.set_footer(FOOTER)
    if made.sheet.freeze:
        page.freeze_panes(made.head + 1, 0)
    # Codes are text on purpose; a green corner in each cell would make every leader ask.
    page.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last)}1048576"})


def _cell_format(book: Any, kind: str, *, bold: bool = False, parting: bool = False) -> Any:
    look = {"border": 1, "text_wrap": True, "num_format": KINDS[kind], "align": ALIGN[kind], "bold": bold}
    if parting:
        look["top"] = 2
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
    put_text(page, row, 0, line, look)


def _write_head(book: Any, page: Any, made: Plan) -> None:
    look = {"font_name": HEAD_FONT, "bold": True, "align": CENTRE, "border": 1, "bg_color": HEAD_FILL}
    style = book.add_format({**look, "text_wrap": True})
    for column, heading in enumerate(made.headings):
        put_text(page, made.head, column, heading, style) if heading else page.write_blank(
            made.head, column, None, style
        )


def _write_row(page: Any, row: int, values: Sequence[Any], formats: list[Any]) -> None:
    for column, value in enumerate(values):
        if value is None:
            page.write_blank(row, column, None, formats[column])
        elif isinstance(value, str):
            put_text(page, row, column, value, formats[column])
        elif isinstance(value, date):
            page.write_datetime(row, column, value, formats[column])
        else:
            page.write_number(row, column, value, formats[column])
