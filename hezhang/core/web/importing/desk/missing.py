"""A column that a kind needs and did not find: said once for all its rows, with what in the table may be it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from hezhang.core.kernel.words import shortened
from hezhang.core.web.excel import as_text, column_letters
from hezhang.core.web.importing.desk.fields import Field, Kind
from hezhang.core.web.importing.desk.head import alike, likeness
from hezhang.core.web.importing.desk.plan import Plan
from hezhang.core.web.importing.desk.rows import SILENT, TOTAL, Table

OFFERED = 4  # columns a missing one may be, the likeliest first
REPEATED = 2  # rows refused for the want of one column
SAMPLED = 20  # cells by which a column of running numbers is known


@dataclass(frozen=True)
class Offer:
    """A column that nobody has read: its place, what it says, and what it is remembered by."""

    letters: str
    name: str
    mark: str
    sample: str
    is_like: bool


@dataclass(frozen=True)
class Missing:
    """``rows`` are refused for want of it; 0: the file as a whole."""

    key: str
    label: str
    rows: int
    offers: list[Offer]

    @property
    def said(self) -> str:
        """没有找到“河段”一列，40 行因此不能导入。"""
        return f"没有找到“{self.label}”一列" + (f"，{self.rows} 行因此不能导入。" if self.rows else "。")

    @property
    def likely(self) -> str:
        """The heading that is like it, or ""."""
        return self.offers[0].name if self.offers and self.offers[0].is_like else ""


@dataclass(frozen=True)
class Pair:
    """A column that nobody has read, and the field that it is most like."""

    column: Offer
    key: str
    label: str


def missing_columns(plan: Plan, kind: Kind) -> list[Missing]:
    """The columns without which rows, or the whole file, stay out."""
    tables = plan.reading.tables
    found = {key for table in tables for key in table.head.columns}
    whole = [each for each in kind.fields if each.required and tables and each.key not in found]
    blamed = Counter(each.column for each in plan.refused if not each.col and each.column)
    told = [Missing(each.key, each.label, 0, _offers(each, tables)) for each in whole]
    for each in kind.fields:
        rows = blamed[each.label]
        if each.key not in found and each not in whole and rows >= REPEATED:
            told.append(Missing(each.key, each.label, rows, _offers(each, tables)))
    return told


def likely_pairs(plan: Plan, kind: Kind, missing: list[Missing]) -> list[Pair]:
    """Where something is missing: all columns that are like a field that was not found, to be taken at one word.

    Each column once and each field once, as the table has them. A single pair is none: the missing column's own offer says it.
    """
    if not missing:
        return []
    tables = plan.reading.tables
    found = {key for table in tables for key in table.head.columns}
    wanted, offers = [each for each in kind.fields if each.key not in found], _unread(tables)
    like = alike(wanted, [(place, offer.name) for place, offer in enumerate(offers)])
    pairs = [Pair(offers[place], each.key, each.label) for _, each, place in sorted(like, key=lambda one: one[2])]
    return pairs if len(pairs) > 1 else []


def _offers(wanted: Field, tables: list[Table]) -> list[Offer]:
    """The columns that nobody reads, those whose heading is like the wanted one first."""
    ranked = [(likeness(wanted, offer.name), offer) for offer in _unread(tables)]
    ranked.sort(key=lambda each: -each[0])
    return [replace(offer, is_like=like > 0) for like, offer in ranked[:OFFERED]]


def _unread(tables: list[Table]) -> list[Offer]:
    """Each column once, by what it is remembered by. A column of running numbers says nothing of its row."""
    found: dict[str, Offer] = {}
    for table in tables:
        for col in table.head.unread:
            name, mark = table.head.names[col], table.head.marks[col]
            cells = _cells(table, col)
            if mark not in found and not SILENT.fullmatch(name) and not _runs_on(cells):
                found[mark] = Offer(column_letters(col), name, mark, shortened(next(iter(cells), ""), 20), False)
    return list(found.values())


def _cells(table: Table, col: int) -> list[str]:
    """The first cells beneath the heading that say something."""
    below = (as_text(row[col]) for row in table.filled[table.head.last + 1 :] if col < len(row))
    return list(islice((words for words in below if words and not TOTAL.fullmatch(words)), SAMPLED))


def _runs_on(cells: list[str]) -> bool:
    """1, 2, 3: more than one, each the next."""
    numbers = [int(each) for each in cells if each.isascii() and each.isdecimal() and len(each) < 7]
    is_whole = len(numbers) == len(cells) > 1
    return is_whole and all(after == before + 1 for before, after in pairwise(numbers))
