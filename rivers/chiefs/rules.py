"""Rules of tenures, over plain values: who may hold what, and how one follows another."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.words import day_words
from hezhang.core.kernel.workdays import Calendar
from rivers.chiefs.choices import TenureKind, TermUnit

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region
    from rivers.chiefs.models import Tenure

# The other kinds (police, liaison, civil chiefs) come from outside the office's roles and may hold any post.
ROLES_FOR = {
    TenureKind.RESPONSIBLE: Role.CHIEF,
    TenureKind.DEPUTY: Role.CHIEF,
    TenureKind.PATROLLER: Role.PATROLLER,
}


@dataclass(frozen=True)
class Appointment:
    """A responsible chief who is about to begin; ``post`` is None for somebody whose post is yet to be made.

    ``region``: the code of the chief's own region, by whose norms the walks are counted.

    ``chief`` and ``reach`` tell one from the other also where no row exists as yet; ``follows`` is the tenure that ends.
    """

    chief: Hashable
    region: str
    tier: str
    reach: Hashable
    starts_on: date
    post: Post | None = None
    follows: Tenure | None = None


@dataclass(frozen=True)
class Effect:
    """What appointments would do: figures for the dry run, and what to look at, as (what is so, what to do)."""

    figures: list[tuple[str, int]]
    notices: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Ended:
    """A tenure that was given its last day, and the one it had before (None: it was open)."""

    tenure: Tenure
    before: date | None


def may_hold(kind: str, role: str, post_region: Region, reach_region_code: str) -> Verdict:
    """A chief holds a chief's post of the reach's own region or of one above it; administrators hold nothing."""
    if role in ADMIN_ROLES:
        return no("系统、安全和审计管理员不办理业务，不能任职。")
    wanted = ROLES_FOR.get(TenureKind(kind))
    # Duties are reckoned for chiefs' posts alone: a responsible chief of another role would owe nothing.
    if wanted and role != wanted:
        return no(f"{TenureKind(kind).label}须由“{Role(wanted).label}”岗位担任。")
    return yes_if(
        post_region.contains(reach_region_code), f"该岗位属于“{post_region.name}”，不能担任其区划以外河段的职务。"
    )


def follows_on(starts_on: date, others: Iterable[tuple[date, date | None]]) -> Verdict:
    """Whether a responsible chief may begin on that day: no other tenure begins on or after it.

    Tenures that still run are ended the day before by the caller; one that has begun later would overlap.
    """
    later = [start for start, _ in others if start >= starts_on]
    return yes_if(
        not later, f"该河段已有自 {day_words(max(later))} 起的责任河长，任职日期须晚于这一天。" if later else ""
    )


def gaps(spans: Iterable[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """Days after the first tenure on which nobody was (will be) in office, as (first, last); None: with no end in sight.

    河河有人看. ``spans`` are tenures (first day, last day or None), in any order; one that ends before it begins was
    never held.
    """
    found: list[tuple[date, date | None]] = []
    free: date | None = None  # the first day that nobody has taken yet
    for start, end in sorted(((a, b or date.max) for a, b in spans if b is None or b >= a)):
        if free is not None and start > free:
            found.append((free, day_before(start)))
        # The calendar's last day stands for no end: there is no day after it.
        free = max(free or start, end if end == date.max else end + timedelta(days=1))
    return [*found, (free, None)] if free is not None and free != date.max else found


def runs_into(starts_on: date, ends_on: date | None) -> bool:
    """Whether a tenure (start, end) is still held on the day a successor starts."""
    return ends_on is None or ends_on >= starts_on


def standing(starts_on: date, ends_on: date | None, today: date) -> str:
    """A tenure in one word; its last day is still a day in office."""
    if today < starts_on:
        return "未到任"
    return "在任" if runs_into(today, ends_on) else "已离任"


def day_before(day: date) -> date:
    """The last day of the predecessor."""
    return day - timedelta(days=1)


def due_after(day: date, amount: int, unit: str, calendar: Calendar) -> date:
    """The last day of a term that begins after ``day``: 15 days, 30 working days, 1 month (31 January: 28 February)."""
    if unit == TermUnit.WORKDAY:
        return calendar.add(day, amount)
    if unit == TermUnit.DAY:
        return day + timedelta(days=amount)
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
