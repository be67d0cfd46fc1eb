"""What a board says, what of it is no longer so and since when, and when a stale board is overdue: over plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from hezhang.core.accounts.choices import WALKING_ROLES
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.words import day_words
from hezhang.core.kernel.workdays import Calendar
from rivers.chiefs.choices import TermUnit
from rivers.chiefs.rules import due_after

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# Hebei's local standard for signboards (in force 2022-07-01); what holds in a place is its ``ChangeTerm`` (Jiangsu: 30
# working days). A scheme of assessment hands in its own figure.
GRACE_DAYS = 15
VACANT = "暂缺"
FAR = 400  # days: longer than any term that the page of settings takes


@dataclass(frozen=True)
class Fact:
    """One thing a board says that the registry knows. ``vacant``: nobody holds it; ``value`` is then the last holder's.

    A vacancy alone is nothing that a board could be renewed with: it is stale once somebody else has been appointed.
    """

    key: str
    label: str
    value: str
    vacant: bool = False


@dataclass(frozen=True)
class Block:
    """A part of a side: a heading (may be empty) and its lines."""

    key: str
    heading: str
    lines: list[str]


@dataclass(frozen=True)
class BoardText:
    """Everything that stands on a board, and the facts among it."""

    pattern: str
    front: list[Block]
    back: list[Block]
    facts: list[Fact]
    size: tuple[int, int] = (1500, 1000)

    @property
    def sides(self) -> list[tuple[str, list[Block]]]:
        """(正面, its blocks), and the back where the pattern has one."""
        return [(name, blocks) for name, blocks in (("正面", self.front), ("背面", self.back)) if blocks]

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it. Of a vacant place the board shows nobody, whoever was the last."""
        told = asdict(self)
        told["facts"] = [one | {"value": "" if one["vacant"] else one["value"]} for one in told["facts"]]
        return told

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The text that was kept."""
        sides = {side: [Block(**one) for one in kept.get(side, ())] for side in ("front", "back")}
        facts = [Fact(**one) for one in kept.get("facts", ())]
        return cls(kept.get("pattern", ""), **sides, facts=facts, size=tuple(kept.get("size", (1500, 1000))))


@dataclass(frozen=True)
class Change:
    """What the board still shows, and what is so now."""

    key: str
    label: str
    was: str
    now: str
    since: date | None = None

    @property
    def words(self) -> str:
        return f"{self.label}：{self.was or '（无）'} → {self.now or '（无）'}"

    def kept(self) -> dict[str, Any]:
        return asdict(self) | {"since": self.since and self.since.isoformat()}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        since = kept["since"]
        return cls(kept["key"], kept["label"], kept["was"], kept["now"], since and date.fromisoformat(since))


def differences(shown: Iterable[Fact], facts: Iterable[Fact]) -> list[Change]:
    """What the board shows otherwise than the facts are. Only parts that it shows at all: a new pattern makes none stale."""
    was, now = {one.key: one for one in shown}, {one.key: one for one in facts}
    groups = {key.partition(".")[0] for key in was}
    keys = [*was, *(key for key in now if key not in was and key.partition(".")[0] in groups)]
    return [
        Change(key, label_of(was.get(key), now.get(key)), value_of(was.get(key)), value_of(now.get(key)))
        for key in keys
        if is_other(was.get(key), now.get(key))
    ]


def is_other(was: Fact | None, now: Fact | None) -> bool:
    """Whether the board is wrong about it."""
    shown, is_so = was.value if was else "", now.value if now else ""
    if now is not None and now.vacant:
        # "" is a board that was made while the place was vacant, or before there was such a place.
        return shown not in ("", is_so)
    return shown != is_so


def label_of(*facts: Fact | None) -> str:
    return next((one.label for one in reversed(facts) if one), "")


def value_of(fact: Fact | None) -> str:
    return "" if fact is None else fact.value


@dataclass(frozen=True)
class Standing:
    """Since when a board is wrong at all, and since when about its own chief."""

    changes: list[Change] = field(default_factory=list)
    differs_since: date | None = None
    chief_since: date | None = None


def standing(
    shown: Sequence[Fact],
    told: Sequence[tuple[date, Sequence[Fact]]],
    noticed: Mapping[str, date],
    today: date,
    chief_key: str,
) -> Standing:
    """``told``: the facts at the first day (on which it was renewed) and on each day on which they change, in order.

    A fact that was other on the first day already was corrected later, without a day: it counts from the day it was
    ``noticed``. What begins on a day to come stands with that day.
    """
    past = [(day, differences(shown, facts)) for day, facts in told if day <= today]
    ahead = [(day, differences(shown, facts)) for day, facts in told if day > today]
    now = {one.key: one for one in past[-1][1]}
    changes = [_dated(one, past, noticed, today) for one in now.values()]
    for day, found in ahead:
        coming = [one for one in found if one.key not in {known.key for known in changes}]
        changes += [Change(one.key, one.label, one.was, one.now, day) for one in coming]
    return Standing(changes, earliest(changes), earliest(one for one in changes if one.key == chief_key))


def _dated(change: Change, past: list[tuple[date, list[Change]]], noticed: Mapping[str, date], today: date) -> Change:
    """Since the first day of the run of days, up to today, on which the board has been wrong about it."""
    since: date | None = None
    for day, found in reversed(past):
        if change.key not in {one.key for one in found}:
            break
        since = day
    if since == past[0][0]:
        since = noticed.get(change.key, today)
    return Change(change.key, change.label, change.was, change.now, since)


def earliest(changes: Iterable[Change]) -> date | None:
    return min((one.since for one in changes if one.since), default=None)


# ── Grace ──
@dataclass(frozen=True)
class Grace:
    """How long a board may stay stale: 15 days, 30 working days."""

    amount: int = GRACE_DAYS
    unit: str = TermUnit.DAY
    calendar: Calendar = field(default_factory=Calendar)

    def due(self, since: date) -> date:
        """The last day for the renewal."""
        return due_after(since, self.amount, self.unit, self.calendar)

    def last_overdue(self, today: date) -> date:
        """The latest day of a change that is overdue by now: lists ask the database with it."""
        day = today - timedelta(days=1)
        while self.due(day) >= today and (today - day).days < FAR:
            day -= timedelta(days=1)
        return day


def overdue_days(since: date | None, today: date, grace: int) -> int:
    """Days (calendar) beyond so many days of grace; 0 while the board may still be renewed in time."""
    return max(0, (today - since).days - grace) if since else 0


def state_words(since: date | None, today: date, grace: Grace) -> str:
    """内容最新; 应更新，剩余 N 天; 超期 N 天."""
    if since is None or since > today:
        return "内容最新"
    left = (grace.due(since) - today).days
    return f"应更新，剩余 {left} 天" if left >= 0 else f"超期 {-left} 天"


# ── Who may ──
def may_inspect(post: Post, region_code: str, *, is_own: bool) -> Verdict:
    """The office inside its region; who walks, on the reaches that are theirs (``is_own``)."""
    if not post.region.contains(region_code):
        return no("这块公示牌不在您的区划内。")
    if is_office(post):
        return yes_if(True, "")
    if post.role not in WALKING_ROLES:
        return no("公示牌由河长、巡河员或河长办巡检。")
    return yes_if(is_own, "这块公示牌不在您负责的河段上。")


def may_take_back(day: date, today: date, what: str) -> Verdict:
    """A slip is taken back on the day on which it was noted; afterwards it is corrected by the next entry."""
    return yes_if(day == today, f"{what}只能在登记当天撤回（登记于 {day_words(day)}）；内容有误请重新登记。")
