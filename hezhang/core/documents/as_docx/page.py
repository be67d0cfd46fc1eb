"""The page of a .docx: size, margins, the default type, the page number at the outer edge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hezhang.core.documents import measures as m
from hezhang.core.documents.as_docx.text import set_type, unspaced
from hezhang.core.documents.paper import line
from hezhang.core.kernel.words import shortened

# A document says of itself nothing but its title: no author, no time.
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def lay_out(document: Any, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(m.PAGE[0]), Mm(m.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(m.TOP), Mm(m.BOTTOM)
    section.left_margin, section.right_margin = Mm(m.LEFT), Mm(m.RIGHT)
    section.header_distance, section.footer_distance = Mm(15), Mm(m.FOOTER)
    _ground(document)
    told = document.core_properties
    told.author = told.last_modified_by = told.comments = ""
    told.title, told.created, told.modified = shortened(line(title), 200), NO_TIME, NO_TIME
    # 7.5: single pages at the right, even ones at the left, one character from the edge.
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _ground(document: Any) -> None:
    style = document.styles["Normal"]
    set_type(style, "仿宋_GB2312", m.BODY)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(m.LINE)
    style.paragraph_format.widow_control = False
    unspaced(style)


def _number(footer: Any, side: Any) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    shape = paragraph.paragraph_format
    shape.line_spacing = 1.0
    if side == WD_ALIGN_PARAGRAPH.RIGHT:
        shape.right_indent = Pt(m.NOTE)
    else:
        shape.left_indent = Pt(m.NOTE)
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        set_type(run, "宋体", m.NOTE)
        if text is None:
            _field(run, "PAGE")


def _field(run: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run._r.append(element)
