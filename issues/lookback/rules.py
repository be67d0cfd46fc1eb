"""Which of those signed off are looked at again: by lot, so that nobody chooses, and so that everybody can draw it again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from hezhang.core.kernel.lots import in_proportion, lot
from hezhang.core.kernel.periods import Period, quarter_of
from hezhang.core.kernel.verdict import Verdict, yes_if
from issues.lookback.queries import SEEING


class Candidate(NamedTuple):
    """What the lot knows of an issue that was signed off."""

    pk: int
    number: str
    region: str  # code
    category: int | None
    severity: str

    @property
    def town(self) -> str:
        """Digits of the town, or of the county where it lies in none."""
        return self.region[: CODE_DIGITS[Tier.TOWN]]

    @property
    def stratum(self) -> tuple[str, int, str]:
        """Town, class and grade."""
        return self.town, self.category or 0, self.severity


class Share(NamedTuple):
    """How many of a grade are drawn: so many of a hundred of all, rounded up, and in each town no fewer than a number."""

    percent: int
    at_least: int


def draw(candidates: Iterable[Candidate], shares: Mapping[str, Share], seed: str) -> list[Candidate]:
    """The sample, by the lots of seed and number: the same on any machine and for ever."""
    grades: dict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        grades[one.severity].append(one)
    drawn: list[Candidate] = []
    for grade in sorted(grades):
        lots = sorted(grades[grade], key=lambda one: (lot(seed, one.number), one.number))
        share = shares.get(grade, Share(0, 0))
        drawn += in_proportion(lots, share.percent, seed, lambda one: one.stratum)
        drawn += _left_out(lots, {one.pk for one in drawn}, share.at_least)
    return sorted(drawn, key=lambda one: (one.stratum, one.number))


def _left_out(lots: list[Candidate], drawn: set[int], at_least: int) -> list[Candidate]:
    """More from towns that came off with fewer: nobody's work is never seen."""
    there = Counter(one.town for one in lots if one.pk in drawn)
    more: list[Candidate] = []
    for one in lots:
        if one.pk not in drawn and there[one.town] < at_least:
            there[one.town] += 1
            more.append(one)
    return more


def sees_draws(post: Post) -> Verdict:
    """Those who go and look, and leaders. Who is looked at does not know beforehand: 双随机."""
    return yes_if(post.role in SEEING, "回头看名单由河长办、巡河员和领导查看。")


def may_draw(post: Post) -> Verdict:
    """The office of a county, whose ledger it is."""
    return yes_if(post.role in OFFICE_ROLES and post.region.tier == Tier.COUNTY, "回头看由区县河长办抽取。")


def is_over(quarter: Period, today: date) -> Verdict:
    """Only then is it known what was signed off in it."""
    return yes_if(quarter.end < today, f"{quarter}还没有结束，结束以后才能抽取。")


def last_quarters(today: date, count: int = 4) -> list[Period]:
    """The latest that are over, the newest first."""
    found, day = [], quarter_of(today).start
    for _ in range(count):
        found.append(quarter_of(date.fromordinal(day.toordinal() - 1)))
        day = found[-1].start
    return found
