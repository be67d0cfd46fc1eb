"""What an import would do, row by row, before anything is written; and what it says as the command's one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.rules import reaches
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER, Tier
from hezhang.core.web.importing.desk.rows import Reading, Row
from hezhang.core.web.importing.places import Places
from hezhang.core.web.importing.plan import CellProblem

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

NEW, CHANGED, SAME = "new", "changed", "same"
WORDS = {NEW: "新增", CHANGED: "更新", SAME: "不变"}


@dataclass
class Context:
    """Who imports, for which region, as of which day. ``by`` None is the command line, which acts as the office."""

    by: Post | None
    region: Region | None
    today: date
    since: date | None = None
    title: str = ""  # what stands above the heads

    @cached_property
    def places(self) -> Places:
        """The region with all below it, and those above it."""
        if self.region is None:
            return Places(Region.objects.all())
        above = [self.region.code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in TIER_ORDER]
        upper = Region.objects.filter(code__in=above)
        return Places({each.code: each for each in (*upper, *Region.objects.subtree(self.region))}.values())

    @property
    def first_day(self) -> date:
        """A blank since-date never back-dates: today."""
        return self.since or self.today

    def may_write(self, code: str) -> bool:
        """Whether the region with this code is the importer's to write."""
        if self.by is not None and not reaches(self.by, code):
            return False
        return self.region is None or self.region.contains(code)


@dataclass
class Act:
    """What is done about one row. ``carry_out`` runs inside the import's transaction, in the order of ``rank``."""

    row: Row
    what: str
    shown: Sequence[Any] = ()
    carry_out: Callable[[], Any] | None = None
    rank: Any = 0
    changes: str = ""  # in words: 长度 8 → 8.5


@dataclass
class Outcome:
    """What a kind answers. ``carry_out``, where given, does all at once in place of the single acts."""

    acts: list[Act] = field(default_factory=list)
    effects: list[tuple[str, int]] = field(default_factory=list)  # what it would do to figures
    remarks: list[tuple[str, str]] = field(default_factory=list)  # (what is so, what to do) about the whole
    carry_out: Callable[[], None] | None = None
    problems: list[CellProblem] = field(default_factory=list)  # about the file as a whole: nothing goes in


@dataclass
class Plan:
    """The dry run."""

    reading: Reading
    context: Context
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def problems(self) -> list[CellProblem]:
        """Why the file as a whole cannot be taken."""
        whole = [CellProblem(0, "", "", self.reading.why, "")] if self.reading.why else []
        return whole + self.outcome.problems

    @property
    def found(self) -> int:
        """Data rows of all tables."""
        return len(self.reading.rows)

    @property
    def refused(self) -> list[CellProblem]:
        """Every reason of every row that stays out."""
        return [each for row in self.reading.rows for each in row.refusals]

    @property
    def guesses(self) -> list[CellProblem]:
        """Of the rows that go in."""
        return [each for row in self.reading.rows if not row.is_refused for each in row.guesses]

    def count(self, what: str) -> int:
        return sum(act.what == what for act in self.acts)

    @property
    def acts(self) -> list[Act]:
        """What is to be done, without rows that were refused meanwhile."""
        return [act for act in self.outcome.acts if not act.row.is_refused]

    @property
    def refused_rows(self) -> int:
        return sum(row.is_refused for row in self.reading.rows)

    @property
    def has_work(self) -> bool:
        return not self.problems and any(act.what != SAME for act in self.acts)

    @property
    def counts(self) -> dict[str, int]:
        """rows = new + changed + same + refused."""
        told = {what: self.count(what) for what in (NEW, CHANGED, SAME)}
        return {"rows": self.found, **told, "refused": self.refused_rows}

    def as_json(self, batch: int | None = None) -> dict[str, Any]:
        """The command's line."""
        told: dict[str, Any] = {what: number for what, number in self.counts.items() if what != "refused"}
        told["refused"] = [_refused(each) for each in [*self.problems, *self.refused]]
        told["guesses"] = [_guessed(each) for each in self.guesses]
        told["left_out"] = [_refused(each) for each in self.reading.left_out]
        told["effects"] = dict(self.outcome.effects)
        return told | {"batch": batch}


def _refused(each: CellProblem) -> dict[str, Any]:
    return {
        "sheet": each.sheet,
        "row": each.row,
        "column": each.column,
        "value": each.value,
        "why": each.reason + each.remedy,
    }


def _guessed(each: CellProblem) -> dict[str, Any]:
    return _refused(each)


def refuse_twice(rows: Iterable[Row], key_of: Callable[[Row], Any], key: str, words: str) -> None:
    """Two rows with the same natural key: the second is refused and names the first."""
    seen: dict[Any, int] = {}
    for row in rows:
        value = key_of(row)
        if value in (None, "") or row.is_refused:
            continue
        if value in seen:
            row.refuse(key, f"与第 {seen[value]} 行的{words}重复。", "请只保留一行。")
        else:
            seen[value] = row.number


def compared(stored: Any, wanted: dict[str, Any]) -> dict[str, Any]:
    """Those of the wanted values that the stored row does not have."""
    return {name: value for name, value in wanted.items() if getattr(stored, name) != value}


def changes_in_words(stored: Any, changed: dict[str, Any]) -> str:
    """长度（km） 8.00 → 8.50; 名称 …"""
    told = []
    for name, value in changed.items():
        label = stored._meta.get_field(name).verbose_name
        told.append(f"{label} {_said(stored, name, getattr(stored, name))} → {_said(stored, name, value)}")
    return "；".join(told)


def _said(stored: Any, name: str, value: Any) -> str:
    choices = dict(stored._meta.get_field(name).flatchoices)
    return str(choices.get(value, value)) if value not in (None, "") else "空"


def region_named(context: Context, words: str, tier: Tier | None = None) -> Region | str:
    """The region that a cell names, by code or name; else the sentence that says why there is none."""
    words = words.strip()
    if words.isdigit() and len(words) in (6, 9, 12):
        found = context.places.by_code.get(words.ljust(12, "0"))
        return found or f"没有代码为 {words} 的行政区划。"
    several = context.places.called(words, tier)
    if len(several) == 1:
        return several[0]
    if several:
        return f"有几个区划可能是“{words}”：{'、'.join(f'{each.name}（{each.code}）' for each in several[:4])}，请写 12 位代码或全称。"
    inside = context.region.name if context.region else "本系统"
    return f"在{inside}找不到区划“{words}”，请先导入行政区划，或写 12 位代码。"
