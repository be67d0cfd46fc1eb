"""Walks in another's stead: a walk on a reach whose chief is on leave, or asked for it by name, counts for that chief, and
for nobody else.

One truth for the figures (``moved``) and for the rows behind them (``credited``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from hezhang.core.kernel.periods import Period
from patrols.delegations.models import Delegation
from patrols.norms.rules.duty import Span
from patrols.walks.queries import begun_in, counts_in
from rivers.acting.models import Acting
from rivers.acting.queries import cut

# Who walks instead of whom on which reach; and the days of all that it hangs on, each from and to.
FACTS = (
    "post_id", "tenure__post_id", "tenure__reach_id", "starts_on", "ends_on", "tenure__starts_on", "tenure__ends_on",
    "tenure__post__starts_on", "tenure__post__ends_on", "post__starts_on", "post__ends_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stead:
    """On these days, walks of one post on the reach are the chief's."""

    post_id: int
    chief_id: int
    reach_id: int
    span: Span

    def is_of(self, post_id: int, reach_id: int, day: date) -> bool:
        """Whether a walk of that post on that reach and day is the chief's."""
        return (self.post_id, self.reach_id) == (post_id, reach_id) and self.span.first <= day <= self.span.last

    @property
    def walks(self) -> Q:
        """Those walks, asked of the database."""
        return Q(begun_in(Period("span", *self.span, "")), post_id=self.post_id, reach_id=self.reach_id)


def steads(pick: Callable[[str], Q], span: Span) -> list[Stead]:
    """Of the posts that are picked, as who does not walk or as who walks instead; one query, and hardly ever a row."""
    found = [_stead(row) for row in _both(pick, span)]
    return [one for one in found if one.span.first <= one.span.last]


def _both(pick: Callable[[str], Q], span: Span, walked: Q | None = None) -> list[tuple[Any, ...]]:
    """Of chiefs on leave and of those who asked by name, as ``FACTS``; with when it was and its number for each walk that
    is ``walked``."""
    parts = []
    for rows in (Acting.objects.all(), Delegation.objects.filter(counts=True)):
        found = rows.of_days(*span).filter(pick("post__") | pick("tenure__post__")).order_by()
        walks = () if walked is None else ("post__patrols__started_at", "post__patrols__pk")
        parts.append((found if walked is None else found.filter(walked)).values_list(*FACTS, *walks))
    return list(parts[0].union(parts[1], all=True))


def _stead(row: Sequence[Any]) -> Stead:
    post_id, chief_id, reach_id, *days = row[: len(FACTS)]
    return Stead(post_id, chief_id, reach_id, Span(*cut(_pairs(days))))


def _pairs(days: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Beginnings and ends by turns, in pairs."""
    return list(zip(days[::2], days[1::2], strict=True))


def moved(pick: Callable[[str], Q], whole: Period) -> Iterator[tuple[Stead, date]]:
    """Every walk that counts in the period for another than who walked it, by the day it was begun.

    Of the posts that are picked, as ``steads``; one query, and hardly ever a row. A walk for a chief who asked for it and then
    went on leave is one walk.
    """
    walked = Q(counts_in(whole, "post__patrols__"), post__patrols__reach=F("tenure__reach"))
    told: set[int] = set()
    for *facts, walked_at, walk in _both(pick, Span(whole.start, whole.end), walked):
        stead, day = _stead(facts), timezone.localdate(walked_at)
        if stead.span.first <= day <= stead.span.last and walk not in told:
            told.add(walk)
            yield stead, day


def credited(post_id: int, span: Span) -> Q:
    """Walks that count for this chief: the own ones but for those in another's stead, and those in the chief's."""
    own = Q(post_id=post_id)
    for one in steads(lambda to_post: Q(**{f"{to_post}pk": post_id}), span):
        own = own | one.walks if one.chief_id == post_id else own & ~one.walks
    return own
