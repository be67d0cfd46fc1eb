"""What the chiefs of a river, or of a reach, owe and did this quarter: the figure of the overview and the rows behind it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.periods import Period, period_of
from patrols.judgement.facts.duties import duties_of
from patrols.norms.rules.duty import ChiefDuty, PeriodDuty
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.chiefs.queries import TenureQuery


@dataclass(frozen=True)
class Share:
    """One chief, and the periods that concern the reaches asked about: owed by the chief at all, or for one of them."""

    duty: ChiefDuty
    due: list[PeriodDuty]

    @property
    def chief(self) -> Post:
        return self.duty.post

    @property
    def missed(self) -> list[PeriodDuty]:
        return [one for one in self.due if not one.is_met]

    @property
    def met_count(self) -> int:
        return len(self.due) - len(self.missed)


@dataclass(frozen=True)
class Quarter:
    """The running quarter of some reaches: only what is over today is owed (``facts.duties``). Who missed most comes first."""

    period: Period
    shares: list[Share]

    @property
    def due_count(self) -> int:
        return sum(len(one.due) for one in self.shares)

    @property
    def met_count(self) -> int:
        return self.due_count - self.missed_count

    @property
    def missed(self) -> list[tuple[Post, PeriodDuty]]:
        """The missed periods with their chiefs, the latest first."""
        rows = [(share.chief, one) for share in self.shares for one in share.missed]
        return sorted(rows, key=lambda row: row[1].period.end, reverse=True)

    @property
    def missed_count(self) -> int:
        return sum(len(one.missed) for one in self.shares)


def quarter_of(tenures: TenureQuery, today: date) -> Quarter:
    """Of the chiefs who hold these tenures as responsible ones today. Four queries, whatever their number."""
    held, period = tenures.current(today).filter(kind=TenureKind.RESPONSIBLE).order_by(), period_of("quarter", today)
    duties = duties_of(held.values("post"), period.start, min(period.end, today), today=today)
    # Only where a norm is asked for each reach by itself does it matter which reaches these are.
    by_reach = any(owed.reach_id for duty in duties for owed in duty.owed)
    reaches = set(held.values_list("reach", flat=True)) if by_reach else set()
    shares = [Share(duty, _concerning(duty, reaches)) for duty in duties]
    return Quarter(period, sorted(shares, key=lambda one: -len(one.missed)))


def _concerning(duty: ChiefDuty, reaches: Collection[int]) -> list[PeriodDuty]:
    return [one for one in duty.due if one.reach_id is None or one.reach_id in reaches]


def tenures_of_river(river: int, post: Post) -> TenureQuery:
    return Tenure.objects.visible_to(post).filter(reach__river=river)


def tenures_of_reach(reach: int, post: Post) -> TenureQuery:
    return Tenure.objects.visible_to(post).filter(reach=reach)
