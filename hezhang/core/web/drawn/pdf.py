"""Sheets as PDF 1.4. Chinese is set in STSong-Light, one of the fonts that a reader of PDF brings along: none is carried.

A file of one page takes a few kilobytes, where an embedded Chinese font would take megabytes; a printer who needs outlines
takes the SVG.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from hezhang.core.web.drawn.shapes import Box, Line, Sheet, Words, width_of

POINT = 72 / 25.4  # of a millimetre
FONT = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UCS2-H /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
# Characters 1–95 of Adobe-GB1 are Latin: half a square each, as the lines are measured.
LATIN = b"[ 1 [" + b" 500" * 95 + b" ] ]"
DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 /W " + LATIN + b" "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
)
DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


def pdf(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """The file piece by piece, one page for each sheet, so that a thousand pages need no thousand pages' memory."""
    head = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    yield head
    at, places, pages = len(head), {}, []
    objects = _objects(sheets, pages)
    for number, body in objects:
        piece = b"%d 0 obj\n" % number + body + b"\nendobj\n"
        places[number] = at
        at += len(piece)
        yield piece
    yield _tail(places, at)


def _objects(sheets: Iterable[Sheet], pages: list[int]) -> Iterator[tuple[int, bytes]]:
    yield 1, b"<< /Type /Catalog /Pages 2 0 R >>"
    yield from ((3, FONT), (4, DESCENDANT), (5, DESCRIPTOR))
    number = 6
    for sheet in sheets:
        drawn = zlib.compress(_content(sheet))
        yield number, b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(drawn) + drawn + b"\nendstream"
        size = f"{sheet.width * POINT:.2f} {sheet.height * POINT:.2f}".encode()
        yield (
            number + 1,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + size + b"] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % number,
        )
        pages.append(number + 1)
        number += 2
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    yield 2, b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(pages)


def _tail(places: dict[int, int], at: int) -> bytes:
    lines = [b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)]
    lines += [b"%010d 00000 n \n" % places[number] for number in sorted(places)]
    return b"".join(lines) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, at)


def _content(sheet: Sheet) -> bytes:
    """The page's operators: millimetres from the upper left, as the shapes are told."""
    turned = f"{POINT:.6f} 0 0 -{POINT:.6f} 0 {sheet.height * POINT:.4f} cm"
    return "\n".join([turned, *(_drawn(shape) for shape in sheet.shapes)]).encode("ascii")


def _drawn(shape: Words | Box | Line) -> str:
    if isinstance(shape, Words):
        return _words(shape)
    if isinstance(shape, Line):
        first, *rest = [f"{x:.2f} {y:.2f}" for x, y in shape.points]
        path = " ".join([f"{first} m", *(f"{point} l" for point in rest)])
        return f"{_colour(shape.colour)} RG {shape.stroke:.2f} w 1 J 1 j {path} S"
    place = f"{shape.x:.2f} {shape.y:.2f} {shape.width:.2f} {shape.height:.2f} re"
    filled = f"{_colour(shape.fill)} rg {place} f" if shape.fill else ""
    edge = f" {_colour(shape.colour)} RG {shape.stroke:.2f} w {place} S" if shape.stroke else ""
    return filled + edge


def _words(shape: Words) -> str:
    back = {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * width_of(shape.text, shape.size)
    colour = _colour(shape.colour)
    # Bold is the same letter with its edge drawn: the reader brings one weight.
    weight = f"{colour} RG {shape.size / 40:.3f} w 2 Tr" if shape.bold else "0 Tr"
    # UCS-2 has no characters beyond its plane.
    code = shape.text.translate({ord(each): "?" for each in shape.text if ord(each) > 0xFFFF}).encode("utf-16-be").hex()
    place = f"1 0 0 -1 {shape.x - back:.2f} {shape.y:.2f} Tm"
    return f"BT /F {shape.size:.2f} Tf {colour} rg {weight} {place} <{code}> Tj ET"


def _colour(word: str) -> str:
    return " ".join(f"{int(word[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))
