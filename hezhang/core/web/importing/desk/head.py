"""Finding the head of a table by its fields: under titles, over one to three rows, with what was put right by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from hezhang.core.web.excel import as_text
from hezhang.core.web.excel.heads import heading_key, is_title, wordings_of
from hezhang.core.web.importing.desk.fields import Field, Kind

# Title, subtitle, unit, date, a remark: offices put a handful of rows above the head, and none this many.
SEARCHED_ROWS = 15
TALLEST = 3
FEWEST = 3  # cells of a row that may be a head nobody knows
LONGEST = 16  # characters of such a heading
SHARED = 2  # characters in common, from which a heading is like another
ENOUGH = 0.5  # of two headings in common, from which a column is proposed without being looked for
IGNORED = ""  # what a column is mapped to that is to be left out


@dataclass
class Head:
    """Where the columns are. ``first`` and ``last`` are 0-based rows; data begins below ``last``."""

    first: int
    last: int
    names: list[str]  # by column, the rows of a taller head joined
    columns: dict[str, int] = field(default_factory=dict)  # key of the field → 0-based column
    score: int = 0
    ignored: set[int] = field(default_factory=set)

    @property
    def marks(self) -> list[str]:
        """What each column is remembered by: its heading, with a number where there are several of one name."""
        seen: dict[str, int] = {}
        marks = []
        for name in self.names:
            key = heading_key(name)
            seen[key] = seen.get(key, 0) + 1
            marks.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
        return marks

    @property
    def unread(self) -> list[int]:
        """Columns with a heading that nobody claims and nobody has set aside."""
        used = {*self.columns.values(), *self.ignored}
        return [col for col, name in enumerate(self.names) if name and col not in used]

    def key_at(self, col: int) -> str:
        """The field that the column was taken for, or ""."""
        return next((key for key, at in self.columns.items() if at == col), "")


def find_head(rows: Sequence[Sequence[Any]], kind: Kind, known: Mapping[str, str] | None = None) -> Head | None:
    """The best-scoring head among the first rows (merged cells filled); None if no row looks like one.

    ``known``: mark of a column → key of a field, as it was put right by hand.
    """
    best: Head | None = None
    for height in range(1, TALLEST + 1):
        for first in range(min(SEARCHED_ROWS, len(rows) - height + 1)):
            if height == 1 or not any(is_title(row) for row in rows[first : first + height]):
                found = match(rows, first, height, kind.fields, known or {})
                # Of equal scores the lower one wins: a title above the head adds nothing.
                if found.score >= kind.least and kind.fits(found) and (best is None or found.score > best.score):
                    best = found
    return _with_repeats(rows, best, kind, known or {}) if best else None


def likely_head(rows: Sequence[Sequence[Any]], kind: Kind, known: Mapping[str, str] | None = None) -> Head | None:
    """Where no row has headings that are known: the row of words whose cells are most like them, for a person to say yes to.

    At least three cells, all words, each of its own, and two that are like a field; its columns are read only as far as they are known.
    """
    best, most = None, 0.0
    for first in range(min(SEARCHED_ROWS, len(rows) - 1)):
        names = ["".join(as_text(cell).split()) for cell in rows[first]]
        told = [name for name in names if name]
        if len(told) < FEWEST or len(set(told)) < len(told) or any(not _is_heading(name) for name in told):
            continue
        likes = [like for like, _, _ in alike(kind.fields, list(enumerate(names)))]
        head = match(rows, first, 1, kind.fields, known or {})
        if len(likes) > 1 and sum(likes) > most and kind.fits(head):
            best, most = head, sum(likes)
    return best


def alike(fields: Sequence[Field], columns: Sequence[tuple[int, str]]) -> list[tuple[float, Field, int]]:
    """Which of the columns (place, heading) is like which field, the likest first; each once."""
    found: list[tuple[float, Field, int]] = []
    ranked = [(likeness(each, name), each, place) for place, name in columns for each in fields if not each.group]
    taken: set[str | int] = set()
    for like, each, place in sorted(ranked, key=lambda one: -one[0]):
        if like >= ENOUGH and not taken & {each.key, place}:
            found.append((like, each, place))
            taken |= {each.key, place}
    return found


def likeness(wanted: Field, name: str) -> float:
    """How much of two headings is the same, 0..1: of the known one that is likest; what shares a single character is not like it."""
    told, best = heading_key(name), 0.0
    for key in wanted.keys:
        both = SequenceMatcher(None, told, key, autojunk=False)
        if both.find_longest_match().size >= SHARED:
            best = max(best, both.ratio())
    return best


def _is_heading(name: str) -> bool:
    return len(name) <= LONGEST and not any(each.isdecimal() for each in name)


def _with_repeats(rows: Sequence[Sequence[Any]], head: Head, kind: Kind, known: Mapping[str, str]) -> Head:
    """A head whose cells are merged downwards goes on as long as the row below repeats it."""
    while head.last + 1 < len(rows) and head.last - head.first < TALLEST - 1:
        upper, lower = rows[head.last], rows[head.last + 1]
        told = [(as_text(one), as_text(other)) for one, other in zip(upper, lower, strict=False) if as_text(other)]
        if not told or sum(one == other for one, other in told) * 2 < len(told):
            break
        taller = match(rows, head.first, head.last - head.first + 2, kind.fields, known)
        if taller.score < head.score:
            break
        head = taller
    return head


def match(
    rows: Sequence[Sequence[Any]], first: int, height: int, fields: Sequence[Field], known: Mapping[str, str]
) -> Head:
    """What these rows would be as a head: each field takes the column that is called as it is."""
    stacks = _stacks(rows[first : first + height])
    head = Head(first, first + height - 1, [" ".join(stack) for stack in stacks])
    _by_hand(head, fields, known)
    wordings = [wordings_of(stack) for stack in stacks]
    for number, name in enumerate(head.names[1:], start=1):
        # One heading merged over several columns stands for the first of them.
        if name and name == head.names[number - 1] and height == 1:
            wordings[number] = set()
    _leaders(head, fields, wordings)
    _followers(head, fields, wordings, [stack[0] if stack else "" for stack in stacks])
    grouped = any(each.leads and each.key in head.columns for each in fields)
    single = [each for each in fields if not each.group and not (each.alone and grouped)]
    # Whose heading is known word for word comes first: a pattern takes what is left.
    for take in (_take_named, _take_like):
        for each in single:
            if each.key not in head.columns:
                take(head, each, wordings, range(len(wordings)))
    head.score = sum(each.weight for each in fields if each.key in head.columns)
    return head


def _stacks(lines: Sequence[Sequence[Any]]) -> list[list[str]]:
    """The texts of each column's head from top to bottom, without repeats and blanks.

    Of an upper heading that was merged over several columns, a CSV keeps the first alone: it is carried to the right
    as long as there is something beneath.
    """
    stacks: list[list[str]] = []
    before: list[str] = []
    for parts in zip(*lines, strict=False):
        texts = ["".join(as_text(part).split()) for part in parts]
        for level in range(len(texts) - 1):
            if not texts[level] and texts[-1] and before and before[level] and before[-1] != before[level]:
                texts[level] = before[level]
        before = texts
        stacks.append([text for i, text in enumerate(texts) if text and text not in texts[:i]])
    return stacks


def _by_hand(head: Head, fields: Sequence[Field], known: Mapping[str, str]) -> None:
    if not known:
        return
    keys = {each.key for each in fields}
    for col, mark in enumerate(head.marks):
        key = known.get(mark) if mark else None
        if key == IGNORED:
            head.ignored.add(col)
        elif key in keys and key not in head.columns:
            head.columns[str(key)] = col


def _leaders(head: Head, fields: Sequence[Field], wordings: list[set[str]]) -> None:
    for each in fields:
        if each.leads and each.key not in head.columns:
            _take(head, each, wordings, range(len(wordings)))


def _followers(head: Head, fields: Sequence[Field], wordings: list[set[str]], upper: list[str]) -> None:
    """The columns beside each leader: under the same upper heading, or to its right up to the next leader."""
    leaders = {each.group: head.columns[each.key] for each in fields if each.leads and each.key in head.columns}
    for each in fields:
        if not each.group or each.leads or each.group not in leaders or each.key in head.columns:
            continue
        start = leaders[each.group]
        end = min((col for col in leaders.values() if col > start), default=len(wordings))
        beside = [col for col, words in enumerate(upper) if words and words == upper[start] and col != start]
        _take(head, each, wordings, [*beside, *range(start + 1, end)])


def _take(head: Head, wanted: Field, wordings: list[set[str]], cols: Sequence[int] | range) -> None:
    """The first free column that carries the earliest of the wanted headings, else one that is like them."""
    _take_named(head, wanted, wordings, cols)
    if wanted.key not in head.columns:
        _take_like(head, wanted, wordings, cols)


def _free(head: Head, cols: Sequence[int] | range) -> list[int]:
    taken = {*head.columns.values(), *head.ignored}
    return [col for col in cols if col not in taken]


def _take_named(head: Head, wanted: Field, wordings: list[set[str]], cols: Sequence[int] | range) -> None:
    free = _free(head, cols)
    # The most usual heading first, wherever it stands: 名称 must not take the column that 河湖名称 is meant for.
    for word in wanted.keys:
        for col in free:
            if word in wordings[col]:
                head.columns[wanted.key] = col
                return


def _take_like(head: Head, wanted: Field, wordings: list[set[str]], cols: Sequence[int] | range) -> None:
    if (pattern := wanted.pattern) is not None:
        for col in _free(head, cols):
            if any(pattern.fullmatch(words) for words in wordings[col]):
                head.columns[wanted.key] = col
                return
