"""Walks in another's stead: a walk on a reach whose chief is on leave counts for that chief, and for nobody else.

One truth for the figures (``moved``) and for the rows behind them (``credited``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from hezhang.core.kernel.periods import Period
from patrols.norms.rules.duty import Span
from patrols.walks.queries import begun_in, counts_in
from rivers.acting.models import Acting

JOINED = ("post", "tenure__post")


@dataclass(frozen=True, slots=True)
class Stead:
    """On these days, walks of one post on the reach are the chief's."""

    post_id: int
    chief_id: int
    reach_id: int
    span: Span

    @property
    def walks(self) -> Q:
        """Those walks, asked of the database."""
        return Q(begun_in(Period("span", *self.span, "")), post_id=self.post_id, reach_id=self.reach_id)


def steads(pick: Callable[[str], Q], span: Span) -> list[Stead]:
    """Of the posts that are picked, as who is away or as who stands in; one query, and hardly ever a row."""
    rows = Acting.objects.of_days(*span).filter(pick("post__") | pick("tenure__post__"))
    found = [(one, Span(*one.span)) for one in rows.select_related(*JOINED).order_by("pk")]
    return [_stead(one, days) for one, days in found if days.first <= days.last]


def _stead(one: Acting, days: Span) -> Stead:
    return Stead(one.post_id, one.tenure.post_id, one.tenure.reach_id, days)


def moved(pick: Callable[[str], Q], whole: Period) -> Iterator[tuple[Stead, date]]:
    """Every walk that counts in the period for another than who walked it, by the day it was begun.

    Of the posts that are picked, as ``steads``; one query, and hardly ever a row.
    """
    walked = Q(counts_in(whole, "post__patrols__"), post__patrols__reach=F("tenure__reach"))
    rows = Acting.objects.of_days(whole.start, whole.end).filter(pick("post__") | pick("tenure__post__"))
    found: Any = rows.filter(walked).select_related(*JOINED).annotate(walked_at=F("post__patrols__started_at"))
    for one in found.order_by("pk", "post__patrols__pk"):
        days, day = Span(*one.span), timezone.localdate(one.walked_at)
        if days.first <= day <= days.last:
            yield _stead(one, days), day


def credited(post_id: int, span: Span) -> Q:
    """Walks that count for this chief: the own ones but for those in another's stead, and those in the chief's."""
    own = Q(post_id=post_id)
    for one in steads(lambda to_post: Q(**{f"{to_post}pk": post_id}), span):
        own = own | one.walks if one.chief_id == post_id else own & ~one.walks
    return own
