"""The fast engine (rustpy-xlsxwriter): plain data sheets of any length, constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rustpy_xlsxwriter import FastExcel, Format

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
    line_height,
)

# This engine leaves a row without values out of the file (see Plan.expected_rows).
BLANK_ROWS_STORED = False


def can_write(plans: list[Plan]) -> bool:
    """Its rows are dictionaries by heading, so headings must differ; an empty sheet would lose its headings."""
    return all(map(_is_plain, plans))


def is_wanted(plans: list[Plan]) -> bool:
    """For long sheets: it cannot fit a row's height to its words, which office programs other than Excel need."""
    return can_write(plans) and not all(made.is_short for made in plans)


def _is_plain(made: Plan) -> bool:
    unlike = len(set(made.headings)) == len(made.headings) and all(made.headings)
    return unlike and made.has_rows and made.is_plain and (len(made.headings) > 1 or not made.above)


def write(path: Path, plans: list[Plan]) -> None:
    """Write the workbook; whatever the rows raise comes through, and no file is left then."""
    book = FastExcel(str(path), output_format="xlsx")
    for made in plans:
        if made.sheet.freeze:
            book.freeze(row=made.head + 1, col=0, sheet=made.title)
        book.sheet(made.title, _records(made), **_look(made))
    book.save()


def _records(made: Plan) -> Iterator[dict[str, Any]]:
    headings = made.headings
    for row in made.rows:
        yield dict(zip(headings, row, strict=True))


def _look(made: Plan) -> dict[str, Any]:
    last = len(made.headings) - 1
    merges = [(row, 0, row, last, line, _line(made, row)) for row, line in enumerate(made.above)] if last else []
    # Its own words for what styled.py says by methods; tests/excel/test_out.py asks both engines the same.
    return {
        "header_row": made.head,
        "header_format": _format(HEAD_FONT, CENTRE).set_bold().set_background_color(HEAD_FILL),
        "column_formats": [_column(kind) for kind in made.kinds],
        "column_widths": made.widths,
        "row_heights": _heights(made) or None,
        "merge_ranges": merges or None,
        "autofilter": made.sheet.filter,
        "ignore_errors": [h for h, kind in zip(made.headings, made.kinds, strict=True) if kind == "text"],
        "page_setup": {
            "landscape": made.sheet.landscape,
            "paper_size": A4,
            "fit_to_pages": (1, 0),
            "repeat_rows": (made.head, made.head),
            "footer": FOOTER,
        },
    }


def _heights(made: Plan) -> dict[int, float]:
    return {
        row: 30.0 if row == 0 and made.sheet.heading_line else line_height(made, line)
        for row, line in enumerate(made.above)
    }


def _column(kind: str) -> Any:
    look = _format(BODY_FONT, ALIGN[kind]).set_num_format(KINDS[kind])
    return look.set_indent(1) if kind == "text" else look


def _format(font: str, align: str) -> Any:
    made = Format().set_font_name(font).set_font_size(10).set_border("thin").set_text_wrap()
    return made.set_align(align).set_align("vertical_center")


def _line(made: Plan, row: int) -> Any:
    if row == 0 and made.sheet.heading_line:
        return Format().set_font_name(HEAD_FONT).set_font_size(16).set_align(CENTRE).set_align("vertical_center")
    return Format().set_font_name(BODY_FONT).set_font_size(10).set_align(LEFT).set_text_wrap()
