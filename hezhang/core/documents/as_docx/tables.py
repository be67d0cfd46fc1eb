"""Tables of a .docx: forms, grids, photos, and 版记 at the foot of the last page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as UPRIGHT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hezhang.core.documents import measures as m
from hezhang.core.documents.as_docx.text import AFTER_FRAME, add_line, fill, ruled
from hezhang.core.documents.paper import Form, Grid, Pictures, line, lines

LABEL = 30.0  # mm of a form's label
GAP = 6.0  # pt above a table
SHOWN = (74.0, 54.0)  # mm that a photo may take
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def add_form(document: Any, form: Form) -> None:
    """Label and value, one or two of them in a line."""
    half = m.TEXT[0] / 2
    add_line(document, "", pitch=GAP)
    table = _table(document, len(form.lines), (LABEL, half - LABEL, LABEL, half - LABEL))
    for row, pairs in zip(table.rows, form.lines, strict=True):
        cells = row.cells
        if len(pairs) == 1:
            cells = (cells[0], cells[1].merge(cells[3]))
        for (label, value), (name, told) in zip(pairs, zip(cells[::2], cells[1::2], strict=True), strict=True):
            _say(name, label, "黑体", WD_ALIGN_PARAGRAPH.CENTER)
            _say(told, value)
    add_line(document, "", pitch=m.CELL_LINE)


def add_grid(document: Any, grid: Grid) -> None:
    """A table; its head is repeated on every page, and no row is torn."""
    shares = sum(grid.widths)
    add_line(document, "", pitch=GAP)
    table = _table(document, len(grid.rows) + 1, [m.TEXT[0] * width / shares for width in grid.widths])
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        _say(cell, head, "黑体", WD_ALIGN_PARAGRAPH.CENTER)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, values in zip(table.rows[1:], grid.rows, strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            short = m.width_in_characters(value) <= 8
            _say(cell, value, side=WD_ALIGN_PARAGRAPH.CENTER if short else None)
    add_line(document, "", pitch=m.CELL_LINE)


def add_pictures(document: Any, photos: Pictures) -> None:
    title = add_line(document, line(photos.title), "黑体")
    title.paragraph_format.keep_with_next = bool(photos.shown)
    rows = (len(photos.shown) + 1) // 2
    if rows:
        table = _table(document, rows, (m.TEXT[0] / 2, m.TEXT[0] / 2), lined=False)
        for i, photo in enumerate(photos.shown):
            cell = table.rows[i // 2].cells[i % 2]
            paragraph = cell.paragraphs[0]
            paragraph.alignment, paragraph.paragraph_format.line_spacing = WD_ALIGN_PARAGRAPH.CENTER, 1.0
            paragraph.paragraph_format.keep_with_next = True
            _show(paragraph.add_run(), photo.jpeg)
            add_line(cell, line(photo.caption), size=m.CELL, pitch=m.CELL_LINE, centred=True)
    if photos.note:
        add_line(document, line(photos.note), size=m.CELL, pitch=m.CELL_LINE)


def add_copies(document: Any, words: str) -> None:
    """版记: between two lines at the foot of the last page (7.4). A frame: Word, WPS and LibreOffice all keep it there."""
    paragraph = add_line(document, words, size=m.NOTE, pitch=m.NOTE_LINE)
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Pt(m.NOTE)
    ruled(paragraph, {"top": 8, "bottom": 8})
    place = {"w": round(m.TEXT[0] * m.MM_PT * 20), "hSpace": 0, "wrap": "around", "vAnchor": "margin"}
    place |= {"hAnchor": "margin", "xAlign": "center", "yAlign": "bottom"}
    frame = OxmlElement("w:framePr")
    for key, value in place.items():
        frame.set(qn(f"w:{key}"), str(value))
    paragraph._p.get_or_add_pPr().insert_element_before(frame, *AFTER_FRAME)
    add_line(document, "", pitch=1)


def _table(document: Any, rows: int, widths: Sequence[float], *, lined: bool = True) -> Any:
    """A table of fixed columns; ``widths`` in mm."""
    table = document.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    if lined:
        _borders(table._tbl.tblPr, dict.fromkeys(SIDES, 4))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return table


def _borders(told: Any, sides: dict[str, int]) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in (side for side in SIDES if side in sides):
        drawn = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", sides[side]), ("space", 0), ("color", "000000")):
            drawn.set(qn(f"w:{key}"), str(value))
        borders.append(drawn)
    told.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _say(
    cell: Any, text: str, name: str = "仿宋_GB2312", side: Any = None, size: float = m.CELL, pitch: float = m.CELL_LINE
) -> None:
    cell.vertical_alignment = UPRIGHT.CENTER
    for i, one in enumerate(lines(text) or [""]):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        fill(paragraph, one, name, size, pitch)
        paragraph.alignment = side


def _show(run: Any, jpeg: bytes) -> None:
    """As wide as it goes without being too high."""
    shape = run.add_picture(io.BytesIO(jpeg), width=Mm(SHOWN[0]))
    if shape.height > Mm(SHOWN[1]):
        shape.width, shape.height = int(shape.width * Mm(SHOWN[1]) / shape.height), Mm(SHOWN[1])
