"""Finding the row of headings in a table as offices make them: titles above, two-row heads, merged cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hezhang.core.web.excel.cells import as_text

LOOKED_AT = 12
_BRACKETS = re.compile(r"[（(\[【〔].*?[）)\]】〕]")
_NOISE = re.compile(r"[\s*＊:：、,，.。/／\\\-_—“”\"'《》]")


class HeaderError(ValueError):
    """No row looks like the head of this table; the message is Chinese and says what to do."""


@dataclass
class Header:
    """Where the columns are. ``first`` and ``last`` are 0-based rows; data begins at ``last + 1``."""

    first: int
    last: int
    names: list[str]  # by column, both rows of a two-row head joined
    columns: dict[str, int]  # key → 0-based column
    missing: list[str] = field(default_factory=list)  # wanted keys that were not found

    @property
    def data_from(self) -> int:
        """0-based row where data begins; hand it to ``SheetIn.data_rows``."""
        return self.last + 1

    @property
    def unknown(self) -> list[str]:
        """Headings that no key claims: the import will leave them out and should say so."""
        used = set(self.columns.values())
        return [name for column, name in enumerate(self.names) if name and column not in used]

    def columns_named(self, *aliases: str) -> list[int]:
        """Every column with one of these headings, left to right; for tables that repeat 职务 after each name."""
        wanted = {heading_key(alias) for alias in aliases}
        return [column for column, name in enumerate(self.names) if wanted & _variants(name.split(" ")[-1])]


def heading_key(text: Any) -> str:
    """A heading without blanks, line breaks, punctuation and full-width forms, lower case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", as_text(text))).lower()


def _variants(text: Any) -> set[str]:
    """The heading with and without what stands in brackets: 河道长度（km） → 河道长度km, 河道长度."""
    plain = unicodedata.normalize("NFKC", as_text(text))
    return {_NOISE.sub("", form).lower().translate(_NO_BRACKETS) for form in (plain, _BRACKETS.sub("", plain))} - {""}


_NO_BRACKETS = {ord(char): None for char in "()[]【】〔〕"}


def find_header(
    rows: Sequence[Sequence[Any]], aliases: Mapping[str, Sequence[str]], required: Sequence[str] = ()
) -> Header:
    """The head among the first 12 rows whose headings match the most keys.

    ``rows`` should be ``SheetIn.filled()``; ``aliases`` gives each key's headings, the most usual first. Raises
    ``HeaderError`` when nothing matches or a required key is missing.
    """
    best: Header | None = None
    for first in range(min(LOOKED_AT, len(rows))):
        for height in (1, 2):
            if first + height <= len(rows) and not (height == 2 and is_title(rows[first])):
                found = _match(rows, first, height, aliases)
                if found.columns and (best is None or _is_better(found, best)):
                    best = found
    if best is None:
        raise HeaderError(
            f"前 {LOOKED_AT} 行里没有认出表头。请保留一行列名，如：{_names(aliases, list(aliases)[:6])}。"
        )
    if lacking := [key for key in required if key not in best.columns]:
        raise HeaderError(
            f"第 {best.last + 1} 行的表头缺少：{_names(aliases, lacking)}。请补上这些列，或把列名改成这些字样。"
        )
    return best


def is_title(row: Sequence[Any]) -> bool:
    """One text over the whole width (a merged title) is no upper half of a head."""
    return len({as_text(value) for value in row} - {""}) <= 1


def _is_better(found: Header, best: Header) -> bool:
    """More keys win. A tie goes to the row just below when the head goes on there (merged cells repeat downwards)."""
    if len(found.columns) != len(best.columns):
        return len(found.columns) > len(best.columns)
    return found.first == found.last == best.last + 1 and found.columns == best.columns


def _match(rows: Sequence[Sequence[Any]], first: int, height: int, aliases: Mapping[str, Sequence[str]]) -> Header:
    lines = [rows[first + i] for i in range(height)]
    stacks = [_stack(parts) for parts in zip(*lines, strict=False)]
    names = [" ".join(stack) for stack in stacks]
    wordings = [wordings_of(stack) for stack in stacks]
    columns: dict[str, int] = {}
    for key, words in aliases.items():
        column = _column(wordings, [heading_key(word).translate(_NO_BRACKETS) for word in words], columns)
        if column is not None:
            columns[key] = column
    return Header(first, first + height - 1, names, columns, [key for key in aliases if key not in columns])


def _stack(parts: Sequence[Any]) -> list[str]:
    """The texts of one column's head from top to bottom, without repeats and blanks."""
    texts = ["".join(as_text(part).split()) for part in parts]
    return [text for i, text in enumerate(texts) if text and text not in texts[:i]]


def wordings_of(stack: list[str]) -> set[str]:
    """What a column's head may be called: its lowest text, or all of them joined, with and without brackets."""
    if not stack:
        return set()
    forms = _variants(stack[-1])
    return forms | _variants("".join(stack)) if len(stack) > 1 else forms


def _column(wordings: list[set[str]], wanted: list[str], taken: dict[str, int]) -> int | None:
    """The first free column that carries the earliest of the wanted headings."""
    # The most usual heading first, wherever it stands: 名称 must not take the column that 河湖名称 is meant for.
    for word in wanted:
        for column, forms in enumerate(wordings):
            if word in forms and column not in taken.values():
                return column
    return None


def _names(aliases: Mapping[str, Sequence[str]], keys: Sequence[str]) -> str:
    return "、".join(f"“{aliases[key][0]}”" if aliases.get(key) else f"“{key}”" for key in keys)
