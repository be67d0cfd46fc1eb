"""Type and paragraphs of a .docx."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from hezhang.core.documents import measures as m


def set_type(owner: Any, name: str, size: float, *, tight: float = 0.0) -> None:
    """Font and size of a run or a style: of Chinese and Latin characters alike; ``tight``: pt less between two."""
    owner.font.size, owner.font.name = Pt(size), name
    told = owner._element.get_or_add_rPr()
    fonts = told.find(qn("w:rFonts"))
    for which in ("w:eastAsia", "w:cs"):
        fonts.set(qn(which), name)
    for which in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(which), None)
    if tight:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(-20 * tight)))  # twentieths of a point
        told.insert_element_before(spacing, *_AFTER_SPACING)


# Elements of run properties have an order (ISO 29500-1, 17.3.2.28), and Word holds to it.
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:vertAlign", "w:lang")


def add_line(
    home: Any,
    text: str,
    name: str = "仿宋_GB2312",
    size: float = m.BODY,
    pitch: float = m.LINE,
    *,
    centred: bool = False,
) -> Any:
    """A paragraph with one text in it; ``home``: the document or a cell."""
    paragraph = home.add_paragraph()
    fill(paragraph, text, name, size, pitch)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def fill(paragraph: Any, text: str, name: str, size: float, pitch: float) -> Any:
    """Write into an empty paragraph; its line is exactly ``pitch`` pt high."""
    paragraph.paragraph_format.line_spacing = Pt(pitch)
    run = paragraph.add_run(text)
    set_type(run, name, size, tight=m.TIGHT if size == m.BODY else 0)
    return run


def redden(run: Any) -> None:
    run.font.color.rgb = RGBColor.from_string(m.RED)


# The order of paragraph properties, likewise (17.3.1.26).
AFTER_FRAME = (
    "w:widowControl",
    "w:numPr",
    "w:suppressLineNumbers",
    "w:pBdr",
    "w:shd",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:rPr",
)


def ruled(paragraph: Any, sides: dict[str, int], color: str = "000000", space: int = 1) -> None:
    """Lines above or below a paragraph, as wide as the text; thick in eighths of a point, ``space`` pt away."""
    borders = OxmlElement("w:pBdr")
    for side, eighths in sides.items():
        drawn = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", eighths), ("space", space), ("color", color)):
            drawn.set(qn(f"w:{key}"), str(value))
        borders.append(drawn)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_FRAME[4:])


def unspaced(style: Any) -> None:
    """No blanks between Chinese and Latin characters, which Word adds of itself."""
    told = style._element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        told.insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")
