"""What a sheet is made of. Millimetres from the upper left corner; colours are #rrggbb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDE = 0x2000  # from here on a character takes a whole square, as in every Chinese font; before, half of one


@dataclass(frozen=True)
class Words:
    """One line of text; ``y`` is its base line, ``size`` the height of a square. ``anchor``: start, middle or end."""

    x: float
    y: float
    text: str
    size: float
    colour: str = "#1f2933"
    bold: bool = False
    anchor: str = "start"


@dataclass(frozen=True)
class Box:
    """A filled rectangle; without ``fill`` only its edge, ``stroke`` wide."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    colour: str = "#1f2933"
    stroke: float = 0.0


@dataclass(frozen=True)
class Line:
    """Points joined in order."""

    points: Sequence[tuple[float, float]]
    colour: str = "#1f2933"
    stroke: float = 1.0


@dataclass
class Sheet:
    """One page at its true size; what comes later lies on top."""

    width: float
    height: float
    title: str = ""
    shapes: list[Words | Box | Line] = field(default_factory=list)


def width_of(text: str, size: float) -> float:
    """How long the text is."""
    return sum(size if ord(each) >= WIDE else size / 2 for each in text)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines that fit; no mark that closes something begins one."""
    lines, line = [], ""
    for each in text:
        if line and width_of(line + each, size) > room and each not in "，。；：、）”》！？":
            lines.append(line)
            line = ""
        line += each
    return [*lines, line] if line else lines
