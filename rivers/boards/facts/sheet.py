"""A board's side as a drawing at its true size, for whoever makes it: SVG and PDF are written from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import cos, radians

import segno
from django.urls import reverse

from hezhang.core.geo import polyline
from hezhang.core.web.drawn import Box, Line, Sheet, Words, width_of, wrapped
from rivers.boards.choices import Part
from rivers.boards.models import Signboard
from rivers.boards.rules import Block, BoardText
from rivers.boards.services.text import Known
from rivers.lines.models import SHOWN, ReachLine

BLUE, PALE, INK, GREY = "#0b5fa5", "#e8f2fa", "#1f2933", "#5b6770"
LARGE = {Part.TITLE, Part.SLOGAN, Part.SIGNED, Part.SKETCH, Part.QR}  # what has a place of its own
MOST_POINTS = 150
SMALLER = 0.95


def public_path(board: Signboard) -> str:
    """The board's public address on this site, reserved for ever: it stands on metal."""
    return reverse("public:board", args=[board.token])


def sheets_of(board: Signboard, known: Known, day: date, site: str) -> Iterator[Sheet]:
    """Front, and the back where the pattern has one; ``site`` is the address that the QR code begins with."""
    text = known.text(board, day)
    for name, blocks in text.sides:
        yield Side(board, text, blocks, site).sheet(f"{board.code} {name}")


class Side:
    """Lays one side out: title above, words on the left, sketch and QR code on the right, signature below."""

    def __init__(self, board: Signboard, text: BoardText, blocks: Sequence[Block], site: str) -> None:
        self.board, self.blocks, self.site = board, {Part(one.key): one for one in blocks}, site
        self.width, self.height = map(float, text.size)
        self.edge = min(self.width, self.height) * 0.05
        self.shapes: list[Words | Box | Line] = []

    def sheet(self, title: str) -> Sheet:
        self._frame()
        top, bottom = self._title(), self._signature()
        right = self._figures(top, bottom)
        self._words(top, bottom, self.width - self.edge * 2 - right)
        return Sheet(self.width, self.height, title, self.shapes)

    def _frame(self) -> None:
        inset = self.edge * 0.35
        self.shapes.append(
            Box(inset, inset, self.width - 2 * inset, self.height - 2 * inset, "", BLUE, self.edge * 0.12)
        )

    def _title(self) -> float:
        """The title's band, or the slogan's on a side without a title; gives where the words begin."""
        block = self.blocks.get(Part.TITLE) or self.blocks.get(Part.SLOGAN)
        if block is None:
            return self.edge * 1.2
        band, text = self.height * 0.15, block.lines[0]
        size = min(band * 0.55, (self.width - 4 * self.edge) / max(width_of(text, 1), 1))
        inset = self.edge * 0.35
        self.shapes.append(Box(inset, inset, self.width - 2 * inset, band, BLUE))
        middle = inset + band / 2 + size * 0.36
        self.shapes.append(Words(self.width / 2, middle, text, size, "#ffffff", True, "middle"))
        return inset + band + self.edge * 0.6

    def _signature(self) -> float:
        """Who signs, and the slogan beside it where the title has taken its place; gives where the words end."""
        size, y = self.height * 0.03, self.height - self.edge * 0.9
        signed, slogan = self.blocks.get(Part.SIGNED), self.blocks.get(Part.SLOGAN)
        if signed:
            self.shapes.append(Words(self.width - self.edge, y, signed.lines[0], size, INK, True, "end"))
        if slogan and Part.TITLE in self.blocks:
            self.shapes.append(Words(self.edge, y, slogan.lines[0], size, BLUE, True))
        return y - size * 1.4 if signed or slogan else self.height - self.edge

    def _figures(self, top: float, bottom: float) -> float:
        """Sketch and QR code in a column on the right; gives how wide the column is."""
        wanted = [part for part in (Part.SKETCH, Part.QR) if part in self.blocks]
        path = _path(self.board) if Part.SKETCH in wanted else []
        wanted = [part for part in wanted if part == Part.QR or path]
        if not wanted:
            return 0.0
        side = min(self.width * 0.24, (bottom - top) * (0.45 if len(wanted) == 2 else 0.6))
        left = self.width - self.edge - side
        if path:
            self._sketch(path, left, top, side)
        if Part.QR in wanted:
            self._code(left, bottom - side - self.height * 0.06, side)
        return side + self.edge * 0.8

    def _sketch(self, path: list[tuple[float, float]], left: float, top: float, side: float) -> None:
        caption = side * 0.085
        self.shapes += [
            Box(left, top, side, side * 0.9, PALE),
            Line(_placed(path, left, top, side, side * 0.9), BLUE, side * 0.025),
            Words(left + side / 2, top + side * 0.9 + caption * 1.2, "河段示意图", caption, GREY, False, "middle"),
        ]

    def _code(self, left: float, top: float, side: float) -> None:
        """The QR code at level Q, with a quiet edge of four modules, and the address below for who has no camera."""
        address = f"{self.site}{public_path(self.board)}"
        rows = list(segno.make(address, error="q", micro=False).matrix_iter(border=4))
        step = side / len(rows)
        self.shapes.append(Box(left, top, side, side, "#ffffff"))
        for y, row in enumerate(rows):
            for start, end in _runs(row):
                self.shapes.append(Box(left + start * step, top + y * step, (end - start) * step, step, "#000000"))
        shown = address.partition("://")[2]
        size = min(side * 0.085, side / max(width_of(shown, 1), 1))
        below = top + side + side * 0.08
        self.shapes.append(Words(left + side / 2, below, "扫码查看，反映问题", side * 0.085, INK, True, "middle"))
        self.shapes.append(Words(left + side / 2, below + size * 1.4, shown, size, GREY, False, "middle"))

    def _words(self, top: float, bottom: float, room: float) -> None:
        """As large as they fit."""
        blocks = [block for part, block in self.blocks.items() if part not in LARGE]
        size = self.height * 0.042
        lines = _laid(blocks, size, room)
        while lines and _height(lines, size) > bottom - top and size > self.height * 0.008:
            size *= SMALLER
            lines = _laid(blocks, size, room)
        y = top + size
        for text, is_head, gap in lines:
            y += size * gap
            self.shapes.append(Words(self.edge, y, text, size, BLUE if is_head else INK, is_head))
            y += size * 1.35


Laid = tuple[str, bool, float]  # a line, whether it is a heading, the space before it (in sizes)


def _laid(blocks: Sequence[Block], size: float, room: float) -> list[Laid]:
    """Headings with one short line stand on it; others above their lines."""
    found: list[Laid] = []
    for block in blocks:
        numbered = [f"{n}. {line}" for n, line in enumerate(block.lines, 1)] if block.key == Part.BANS else block.lines
        if len(numbered) == 1 and width_of(f"{block.heading}：{numbered[0]}", size) <= room:
            found.append((f"{block.heading}：{numbered[0]}" if block.heading else numbered[0], False, 0.25))
            continue
        if block.heading:
            found.append((block.heading, True, 0.25))
        found += [(line, False, 0.0) for text in numbered for line in wrapped(text, size, room)]
    return found


def _height(lines: Sequence[Laid], size: float) -> float:
    return size * sum(1.35 + gap for _, _, gap in lines)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The dark stretches of a row: one box each, where a box for each module would leave hairlines."""
    start = None
    for at, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at
            start = None


def _path(board: Signboard) -> list[tuple[float, float]]:
    line = ReachLine.objects.filter(reach=board.reach_id).values_list("drawn", flat=True).first()
    points = polyline.decode(line, SHOWN) if line else []
    return [*points[:: len(points) // MOST_POINTS + 1], points[-1]] if len(points) > 1 else []


def _placed(
    path: Sequence[tuple[float, float]], left: float, top: float, width: float, height: float
) -> list[tuple[float, float]]:
    """Positions on the drawing: all of them fit, and none is stretched."""
    south, west = min(lat for lat, _ in path), min(lng for _, lng in path)
    north, east = max(lat for lat, _ in path), max(lng for _, lng in path)
    narrow = cos(radians((south + north) / 2))
    scale = 0.84 * min(width / max((east - west) * narrow, 1e-6), height / max(north - south, 1e-6))
    x0 = left + (width - (east - west) * narrow * scale) / 2
    y0 = top + (height - (north - south) * scale) / 2
    return [(x0 + (lng - west) * narrow * scale, y0 + (north - lat) * scale) for lat, lng in path]
