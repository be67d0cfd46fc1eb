"""What a text is searched by: it is folded to letters, digits and blanks, and cut into grams that an index can hold.

Chinese has no blanks between words, so the grams are overlapping pairs of characters, and single ones for queries of one
character. Runs of Latin letters and digits (numbers, codes, pinyin initials) are cut into overlapping threes, with the
first one and two of the run: a number is found by any three of its digits, initials from their start.

The grams only narrow down. Whether a text really has the words one after the other, its folded text says (``pattern``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from unicodedata import normalize

from hezhang.core.kernel.words import clean

MOST_WORDS, LONGEST = 8, 40  # of a query; what is typed beyond is left aside
MOST_READ = 400  # characters of a query that are looked at
SHORT, LONG = 2, 3  # a run of up to so many letters is looked for at its start; longer ones are cut into these
WORD = re.compile(r"\S+")


def fold(text: str) -> str:
    """Lower case, full width to half, everything but letters and digits to one blank; Latin and Chinese set apart."""
    plain = normalize("NFKC", text).casefold()
    return " ".join("".join(run) for kind, run in groupby(plain, _kind) if kind)


def _kind(char: str) -> int:
    """0 for what separates, 1 for a Latin letter or digit, 2 for every other letter."""
    return (1 if char.isascii() else 2) if char.isalnum() else 0


def grams(folded: str) -> Iterator[str]:
    """Everything that a text may be looked up by."""
    for run in folded.split():
        if run.isascii():
            yield run[:1]
            yield run[:SHORT]
            yield from (run[at : at + LONG] for at in range(len(run) - LONG + 1))
        else:
            yield from run
            yield from _pairs(run)


def _pairs(run: str) -> Iterator[str]:
    return (run[at : at + 2] for at in range(len(run) - 1))


def demanded(folded: str) -> Iterator[str]:
    """The grams that a text must have to hold this word of a query."""
    runs = folded.split()
    for number, run in enumerate(runs):
        if not run.isascii():
            yield from _pairs(run) if len(run) > 1 else (run,)
        elif len(run) >= LONG:
            yield from (run[at : at + LONG] for at in range(len(run) - LONG + 1))
        # "3号" is a part of "13号": what opens a word of several runs may be the end of a longer one.
        elif number or len(runs) == 1:
            yield run


@dataclass(frozen=True)
class Asked:
    """A query: its words as typed, and each of them folded. All of them must be found."""

    words: tuple[str, ...]
    folded: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.folded)

    def __str__(self) -> str:
        return " ".join(self.words)

    def patterns(self) -> list[str]:
        """What the stored text must contain, word by word; it begins with a blank, so that starts of runs can be told."""
        return [f" {word}" if word.isascii() and len(word) <= SHORT else word for word in self.folded]

    def grams(self) -> list[str]:
        """The grams that the entry must have, each once."""
        return sorted({gram for word in self.folded for gram in demanded(word)})


def read(typed: str) -> Asked:
    """The words of what was typed, in any form; whatever is no letter or digit is no word."""
    found: dict[str, str] = {}
    for match in WORD.finditer(clean(typed[:MOST_READ])):
        folded = fold(match[0][:LONGEST])
        if folded and len(found) < MOST_WORDS:
            found.setdefault(folded, match[0][:LONGEST])
    return Asked(tuple(found.values()), tuple(found))


def stored(text: str) -> str:
    """The text as an entry keeps it: folded, between blanks."""
    return f" {fold(text)} "


def words_of(folded: str, mark: str) -> str:
    """The column of grams: each once, with the mark of its kind in front, so that kinds do not share lists of rows."""
    return " ".join(sorted({mark + gram for gram in grams(folded)}))
