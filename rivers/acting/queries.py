"""Which actings. One lasts as long as the tenure that it stands for, and as both offices: nothing has to end it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q
from django.utils import timezone

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.written import Telling

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def touching(first: date, last: date) -> Q:
    """In force on a day of [first, last]: the acting itself, its tenure, and the offices of both."""
    met = Q(starts_on__lte=last, ends_on__gte=first, tenure__starts_on__lte=last)
    for path in ("tenure__", "tenure__post__", "post__"):
        met &= Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": first})
    return met


def span_of(row: Any) -> tuple[date, date]:
    """The days on which who stands in does so: cut to the tenure and to both offices; the last before the first: never.

    ``row``: from a day to a day (``starts_on``, ``ends_on``) a ``post`` beside that of a ``tenure``.
    """
    return cut((one.starts_on, one.ends_on) for one in (row, row.tenure, row.tenure.post, row.post))


def cut(spans: Iterable[tuple[date, date | None]]) -> tuple[date, date]:
    """The days that lie in all of the spans, of which one at least has an end."""
    starts, ends = zip(*spans, strict=True)
    return max(starts), min(day for day in ends if day)


class ActingQuery(Telling):
    def current(self, on: date | None = None) -> Self:
        """In force on that day: a successor, or the end of either office, ends it."""
        on = on or timezone.localdate()
        return self.filter(touching(on, on))

    def of_days(self, first: date, last: date) -> Self:
        """In force on some day from the first to the last."""
        return self.filter(touching(first, last))

    def visible_to(self, post: Post) -> Self:
        """Of reaches of the post's region and below."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "tenure__reach__region"))

    def with_names(self) -> Self:
        both = [f"{path}{name}" for path in ("post__", "tenure__post__") for name in ("user", "region", "department")]
        return self.select_related(*both, "tenure__reach__region", "tenure__reach__river")
