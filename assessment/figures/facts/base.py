"""What a calculation gets (a quarter of a region) and gives (facts)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.db.models import Case, Q, When
from django.db.models.functions import Coalesce, Left
from django.urls import reverse
from django.utils import timezone

from assessment.figures.rules.scoring import NOTHING, ZERO, Figure
from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, Region
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.days import LocalDay
from hezhang.core.kernel.periods import Period, period_of
from issues.ledger.choices import State
from issues.ledger.models import Issue
from patrols.judgement.facts.duties import duties_in
from patrols.norms.rules.duty import ChiefDuty

ONE = Decimal(1)
# A number that no address of ours has in it otherwise.
ANY_KEY = 987654321


class Told(NamedTuple):
    """What a reader sees of a fact: which record, what about it, and where it stands."""

    label: str
    detail: str = ""
    url: str = ""


class Fact(NamedTuple):
    """One row behind a figure: where, when, and how much it adds to numerator and denominator.

    ``words`` of the ``record`` are what a reader sees. A figure needs none: they are made when the row is stored.
    """

    region_id: str
    record: Any
    words: Callable[[Any], Told]
    day: date | None = None
    counts_in: Decimal = ZERO
    counts_of: Decimal = ZERO

    def tell(self) -> Told:
        """The row in words."""
        return self.words(self.record)


def as_told(told: Told) -> Told:
    """For records that are words already."""
    return told


SHORT = {"week": "周", "month": "月", "quarter": "季", "half_year": "半年", "year": "年"}


@dataclass
class Quarter:
    """The span of a round (a quarter, unless it says otherwise) in a region, as it stands at a moment.

    ``as_of``: the day on which a state is looked at (chiefs, signboards): today, at most the last day.
    ``due_by``: the last day whose deadlines have passed: yesterday, at most the last day. Who must be done today
    still has the evening.
    """

    region: Region
    towns: list[str]
    first: date
    last: date
    at: datetime
    unit: str = "quarter"
    tier: str = Tier.TOWN

    @property
    def short(self) -> str:
        """季, 月 …: for 上季, 本月."""
        return SHORT[self.unit]

    @property
    def period(self) -> Period:
        """The same span as a calendar period."""
        return period_of(self.unit, self.first)

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)

    @property
    def as_of(self) -> date:
        return min(self.last, self.today)

    @property
    def due_by(self) -> date:
        return min(self.last, self.today - timedelta(days=1))

    @cached_property
    def _digits(self) -> int:
        return CODE_DIGITS[Tier(self.tier)]

    @cached_property
    def _town_set(self) -> set[str]:
        return set(self.towns)

    def town_of(self, code: str) -> str | None:
        """The place of this round (mostly a town) in which a region code lies."""
        # The code is the path (decision 0002); what lies in another tier's region is left out.
        town = code[: self._digits].ljust(12, "0")
        return town if town in self._town_set else None

    def within(self, field: str = "region") -> Q:
        """Rows whose region lies below the assessed region."""
        return within(self.region, field)

    @cached_property
    def chiefs(self) -> dict[int, str]:
        """What a row calls each chief, by the number of the post; read when the first row is put in words."""
        rows = Post.objects.filter(self.within(), role=Role.CHIEF).order_by()
        named = rows.values_list("pk", "region__name", "user__name", "region__tier")
        return {pk: f"{place} {name}（{Tier(tier).label}河长）" for pk, place, name, tier in named}

    @cached_property
    def duties(self) -> list[ChiefDuty]:
        """What each chief owed and did; read once for all indicators about patrols."""
        return duties_in(self.region, self.first, self.last, today=self.today)

    @cached_property
    def issues_due(self) -> list[DueIssue]:
        """The cohort of the quarter: issues whose deadline lies in it and has passed; unfounded ones are none,
        and what was merged counts once, as the one that is handled."""
        # One cohort above and below the line. 乐清市's circulars told a rate of 105.02 %, of two different months.
        return read_issues(self, Q(due_on__range=(self.first, self.due_by)))


class DueIssue(NamedTuple):
    """An issue that was handed out, with the day on which its rectification was done, if it was."""

    pk: int
    region_id: str
    number: str
    text: str
    state: str
    due_on: date
    done_on: date | None
    closed_on: date | None

    @property
    def is_in_time(self) -> bool:
        return self.done_on is not None and self.done_on <= self.due_on

    @property
    def label(self) -> str:
        return f"{self.number} {self.text}"


DONE_STATES = frozenset({State.APPLIED, State.VERIFIED, State.CLOSED})


def read_issues(quarter: Quarter, which: Q) -> list[DueIssue]:
    """Issues below the assessed region that fulfil the condition, as they stood at the quarter's moment.

    Done is the last application for closing (applied_at) that has not been sent back; 待核查 counts as done.
    """
    done_at = Coalesce("applied_at", "closed_at")
    done = LocalDay(Case(When(Q(state__in=list(DONE_STATES), done_at__lte=quarter.at), then="done_at")))
    closed = LocalDay(Case(When(closed_at__lte=quarter.at, then="closed_at")))
    rows = (
        Issue.objects.filter(quarter.within(), which)
        .exclude(state__in=[State.UNFOUNDED, State.MERGED])
        .alias(done_at=done_at)
        .order_by("due_on", "pk")
        .values_list("pk", "region_id", "number", Left("text", 40), "state", LocalDay("due_on"), done, closed)
    )
    day = date.fromordinal
    return [
        DueIssue(
            pk, region, number, text, state, day(due), day(done) if done else None, day(closed) if closed else None
        )
        for pk, region, number, text, state, due, done, closed in rows
    ]


def figure_of(facts: Iterable[Fact]) -> Figure:
    """The figure that the facts add up to: the only way a figure comes about."""
    numerator = denominator = ZERO
    for fact in facts:
        numerator += fact.counts_in
        denominator += fact.counts_of
    return Figure(numerator, denominator) if numerator or denominator else NOTHING


def link(name: str, key: int) -> str:
    """Address of the original record. Raises NoReverseMatch for a name that nobody has: evidence without its rows is none."""
    before, after = _pattern(name)
    return f"{before}{key}{after}"


@cache
def _pattern(name: str) -> tuple[str, str]:
    # reverse() costs more than all arithmetic of a row; one pattern serves every key.
    before, _, after = reverse(name, args=[ANY_KEY]).partition(str(ANY_KEY))
    return before, after
