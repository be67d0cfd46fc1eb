"""A column that a kind needs and did not find: said once for all its rows, with what in the table may be it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from hezhang.core.kernel.words import shortened
from hezhang.core.web.excel import as_text, column_letters
from hezhang.core.web.excel.heads import heading_key
from hezhang.core.web.importing.desk.fields import Field, Kind
from hezhang.core.web.importing.desk.plan import Plan
from hezhang.core.web.importing.desk.rows import SILENT, Table

OFFERED = 4  # columns a missing one may be, the likeliest first
SHARED = 2  # characters in common, from which a heading is like another
REPEATED = 2  # rows refused for the want of one column


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


def _offers(wanted: Field, tables: list[Table]) -> list[Offer]:
    """The columns that nobody reads, those whose heading is like the wanted one first."""
    offers: dict[str, tuple[float, Offer]] = {}
    for table in tables:
        marks = table.head.marks
        for col in table.head.unread:
            name = table.head.names[col]
            if not SILENT.fullmatch(name):
                like = _likeness(wanted, name)
                offer = Offer(column_letters(col), name, marks[col], _sample(table, col), like > 0)
                offers.setdefault(marks[col], (like, offer))
    ranked = sorted(offers.values(), key=lambda each: -each[0])
    return [offer for _, offer in ranked[:OFFERED]]


def _likeness(wanted: Field, name: str) -> float:
    """The share of a known heading that stands in this one."""
    told = heading_key(name)
    best = 0.0
    for key in wanted.keys:
        common = SequenceMatcher(None, told, key, autojunk=False).find_longest_match()
        if common.size >= SHARED:
            best = max(best, common.size / len(key))
    return best


def _sample(table: Table, col: int) -> str:
    below = (row[col] for row in table.filled[table.head.last + 1 :] if col < len(row))
    return shortened(next((words for value in below if (words := as_text(value))), ""), 20)
