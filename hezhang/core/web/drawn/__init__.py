"""A sheet of lines, boxes and words in millimetres, written as SVG or PDF: nothing but the standard library."""

from hezhang.core.web.drawn.pdf import pdf
from hezhang.core.web.drawn.shapes import Box, Line, Sheet, Words, width_of, wrapped
from hezhang.core.web.drawn.svg import svg

__all__ = ["Box", "Line", "Sheet", "Words", "pdf", "svg", "width_of", "wrapped"]
