"""What a document consists of. Texts are plain: line breaks part paragraphs, nothing else means anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hezhang.core.kernel.words import clean, day_words


@dataclass(frozen=True)
class Paragraph:
    """``level`` 0: the text itself; 1: a heading 一、; 2: one below it （一）."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Form:
    """A form: lines of one or two (label, value) pairs."""

    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Grid:
    """A table with a head; ``widths`` are shares of the page's width."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Picture:
    """A photo as JPEG, and the line below it."""

    jpeg: bytes
    caption: str = ""


@dataclass(frozen=True)
class Pictures:
    """Photos two and two beneath a heading; ``note``: a line below them, such as how many more there are."""

    title: str
    shown: tuple[Picture, ...]
    note: str = ""


Part = Paragraph | Form | Grid | Pictures


@dataclass(frozen=True)
class Paper:
    """One document. ``letterhead``: 发文机关标志, for those that have one; ``copies``: 抄送."""

    title: str
    parts: tuple[Part, ...] = ()
    letterhead: str = ""
    number: str = ""
    addressee: str = ""
    signature: str = ""
    day: date | None = None
    copies: tuple[str, ...] = ()

    @property
    def day_words(self) -> str:
        return day_words(self.day) if self.day else ""

    @property
    def copies_words(self) -> str:
        return f"抄送：{'，'.join(line(one) for one in self.copies)}。" if self.copies else ""


def lines(text: str) -> list[str]:
    """The paragraphs of a text, without what no paper can show (control characters, marks that turn the writing)."""
    return [" ".join(one.split()) for one in clean(str(text)).split("\n") if one.strip()]


def line(text: str) -> str:
    """The text on one line."""
    return " ".join(lines(text))
