"""A sheet as SVG, at its true size."""

from __future__ import annotations

from html import escape

from hezhang.core.web.drawn.shapes import Box, Line, Sheet, Words

FONTS = "SimHei, 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


def svg(sheet: Sheet) -> str:
    """The drawing; attributes alone, as our pages take no inline style."""
    width, height = _number(sheet.width), _number(sheet.height)
    body = "\n".join(_drawn(shape) for shape in sheet.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}" '
        f'font-family="{escape(FONTS)}" role="img"><title>{escape(sheet.title)}</title>\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>'
    )


def _drawn(shape: Words | Box | Line) -> str:
    if isinstance(shape, Words):
        weight = ' font-weight="bold"' if shape.bold else ""
        return (
            f'<text x="{_number(shape.x)}" y="{_number(shape.y)}" font-size="{_number(shape.size)}" fill="{shape.colour}"'
            f' text-anchor="{shape.anchor}"{weight}>{escape(shape.text)}</text>'
        )
    if isinstance(shape, Line):
        points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
        return (
            f'<polyline points="{points}" fill="none" stroke="{shape.colour}" stroke-width="{_number(shape.stroke)}"'
            ' stroke-linecap="round" stroke-linejoin="round"/>'
        )
    edge = f' stroke="{shape.colour}" stroke-width="{_number(shape.stroke)}"' if shape.stroke else ""
    return (
        f'<rect x="{_number(shape.x)}" y="{_number(shape.y)}" width="{_number(shape.width)}"'
        f' height="{_number(shape.height)}" fill="{shape.fill or "none"}"{edge}/>'
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
