"""What a kind of import is made of: fields with the headings that offices give them, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hezhang.core.kernel.verdict import Verdict, yes_if
from hezhang.core.web.excel.heads import heading_key
from hezhang.core.web.importing.desk import parsers

if TYPE_CHECKING:
    from datetime import datetime

    from hezhang.core.accounts.models import Post
    from hezhang.core.web.importing.desk.head import Head
    from hezhang.core.web.importing.desk.plan import Context, Outcome
    from hezhang.core.web.importing.desk.rows import Row
    from hezhang.core.web.models import ImportBatch

Parser = Callable[[Any, parsers.Reader], Any]


@dataclass(frozen=True)
class Field:
    """One thing a row may say. ``words`` are other headings offices use for it, the most usual first.

    Lists that go across (one person a tier, each with columns of his own) have a field with ``group`` for each such
    column: the one that ``leads`` is found by its heading, the others stand beside it. ``alone``: not with groups.
    """

    key: str
    label: str
    words: Sequence[str] = ()
    like: str = ""  # a regular expression for the whole heading, where a list of words would be endless
    parse: Parser = parsers.text
    required: bool = False
    weight: int = 1
    example: str = ""
    note: str = ""
    group: str = ""
    leads: bool = False
    alone: bool = False

    @cached_property
    def keys(self) -> list[str]:
        """All headings in the form in which they are compared."""
        return [_plain(word) for word in (self.label, *self.words)]

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        return re.compile(self.like, re.IGNORECASE) if self.like else None


def _plain(word: str) -> str:
    return re.sub(r"[()\[\]【】〔〕]", "", heading_key(word))


@dataclass(frozen=True)
class Kind:
    """One kind of import, entered by the room that owns its rows.

    ``plan(rows, context)`` refuses or guesses at the rows and answers what would be done; it writes nothing.
    """

    key: str
    title: str
    fields: Sequence[Field]
    plan: Callable[[list[Row], Context], Outcome]
    rule: Callable[[Post], Verdict]
    list_url: str  # URL name of the list in which the rows are seen afterwards
    order: int = 0
    hint: str = ""
    least: int = 2  # weight of headings below which a sheet is no table of this kind
    needs_region: bool = True
    asks_since: bool = False
    headings: Sequence[str] = ()  # of the preview
    fits: Callable[[Head], bool] = lambda head: True  # whether such a head can be a table of this kind at all
    guessed: Callable[[Head], bool] = lambda head: (
        True
    )  # whether it is guessed to be one; chosen by hand it is read all the same
    undone: Callable[[ImportBatch], None] = lambda batch: None  # what is reckoned from the rows is reckoned again
    # Where what a row does is history, its undoing is, too: the kind's own steps instead of the rows as they were.
    take_back: Callable[[ImportBatch, Post | None, datetime], None] | None = None
    silent: bool = False  # columns that are not read are not told: the sheet is a list with a few cells filled in
    more: Callable[[], Sequence[Field]] = tuple  # fields that are data: read anew whenever the kind is found
    leaves: frozenset[str] = frozenset()  # models (label) that an undo does not put back: serial numbers

    def whole(self) -> Kind:
        """With the fields that are data."""
        return self if self.more is tuple else replace(self, fields=[*self.fields, *self.more()], more=tuple)

    def label_of(self, wanted: Field) -> str:
        """The field in words; one that stands beside another is called with it."""
        leader = next((each for each in self.fields if each.leads and each.group == wanted.group), None)
        return f"{leader.label}的{wanted.label}" if leader and not wanted.leads else wanted.label

    def field(self, key: str) -> Field | None:
        return next((each for each in self.fields if each.key == key), None)


@dataclass(frozen=True)
class Elsewhere:
    """What is no table and has an import page of its own; told at the desk, where everybody looks first."""

    title: str
    hint: str
    url_name: str
    rule: Callable[[Post], Verdict]
    endings: Sequence[str] = ()  # of its files, which are often brought to the desk


_kinds: dict[str, Kind] = {}
_elsewhere: dict[str, Elsewhere] = {}


def register(kind: Kind) -> Kind:
    """Enter a kind at the desk; its key is also the command's word."""
    _kinds[kind.key] = kind
    return kind


def register_elsewhere(page: Elsewhere) -> Elsewhere:
    """Enter a page that imports what is no table."""
    _elsewhere[page.url_name] = page
    return page


def elsewhere_for(post: Post) -> list[Elsewhere]:
    """Those pages that the post may open."""
    return [page for page in _elsewhere.values() if page.rule(post)]


def elsewhere_of(file_name: str, post: Post) -> Elsewhere | None:
    """The page that such a file belongs to."""
    return next((page for page in elsewhere_for(post) if file_name.lower().endswith(tuple(page.endings))), None)


def kinds() -> list[Kind]:
    """All kinds, in the order in which an office fills an empty system."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def kinds_for(post: Post) -> list[Kind]:
    """Those that the post may import."""
    return [kind for kind in kinds() if kind.rule(post)]


def may_import(post: Post) -> Verdict:
    """Whoever may import something at all."""
    return yes_if(bool(kinds_for(post)), "数据导入由河长办或系统管理员办理。")


def find(key: str) -> Kind | None:
    kind = _kinds.get(key)
    return kind.whole() if kind else None
