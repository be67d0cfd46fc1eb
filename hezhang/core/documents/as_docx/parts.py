"""The parts of a paper from top to bottom, in a .docx."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from hezhang.core.documents import measures as m
from hezhang.core.documents.as_docx.tables import add_copies, add_form, add_grid, add_pictures
from hezhang.core.documents.as_docx.text import add_line, redden, ruled
from hezhang.core.documents.paper import Form, Grid, Paper, Paragraph, Part, Pictures, line, lines

LEVELS = {0: "仿宋_GB2312", 1: "黑体", 2: "楷体_GB2312"}


def write(document: Any, paper: Paper) -> None:
    _add_head(document, paper)
    for text in lines(paper.title):
        add_line(document, "\n".join(m.title_lines(text)), "方正小标宋简体", m.TITLE, m.TITLE_LINE, centred=True)
    if paper.number and not paper.letterhead:
        add_line(document, line(paper.number), "楷体_GB2312", centred=True)
    add_line(document, "")
    if paper.addressee:
        add_line(document, f"{line(paper.addressee)}：")
    for part in paper.parts:
        _add_part(document, part)
    _add_end(document, paper)
    if paper.copies:
        add_copies(document, paper.copies_words)


def _add_head(document: Any, paper: Paper) -> None:
    """发文机关标志, 发文字号 two lines below it, and the red line."""
    if not paper.letterhead:
        return
    head = line(paper.letterhead)
    paragraph = add_line(document, head, "方正小标宋简体", m.head_size(head), m.HEAD_LINE, centred=True)
    redden(paragraph.runs[0])
    add_line(document, "")
    number = add_line(document, line(paper.number), centred=True)
    ruled(number, {"bottom": 12}, m.RED, 4)
    add_line(document, "")


def _add_part(document: Any, part: Part) -> None:
    if isinstance(part, Paragraph):
        for text in lines(part.text):
            paragraph = add_line(document, text, LEVELS[part.level])
            paragraph.paragraph_format.first_line_indent = Pt(m.INDENT * m.BODY)
            paragraph.paragraph_format.keep_with_next = bool(part.level)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    elif isinstance(part, Form):
        add_form(document, part)
    elif isinstance(part, Grid):
        add_grid(document, part)
    elif isinstance(part, Pictures):
        add_pictures(document, part)


def _add_end(document: Any, paper: Paper) -> None:
    """署名 and 成文日期."""
    signature, day = line(paper.signature), paper.day_words
    if not (signature or day):
        return
    add_line(document, "")
    for text, right in zip((signature, day), m.ending(signature, day), strict=True):
        if text:
            paragraph = add_line(document, text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(right * m.BODY)
            paragraph.paragraph_format.keep_with_next = text == signature
