"""Which months, limits and readings."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from rivers.registry.queries import InRegion, Lasting

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.water.models import WaterStandard


class SectionQuery(InRegion, Lasting):
    """By the region that answers for them; a section that is monitored no longer has ended."""

    def in_month(self, month: date) -> Self:
        """Those that are monitored in that month (its first day), on one of its days at least."""
        last = month.replace(day=monthrange(month.year, month.month)[1])
        begun = models.Q(established_on__isnull=True) | models.Q(established_on__lte=last)
        return self.filter(begun, models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=month.replace(day=1)))


class StandardQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """A national standard: everybody may read it."""
        return self

    def in_force(self, month: date) -> WaterStandard | None:
        """The standard in force in that month; None before the first one."""
        return self.filter(valid_from__lte=month).order_by("-valid_from").first()


class LimitQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """A national standard: everybody may read it."""
        return self


FRESH = 365  # days; a section that is no longer sampled warns of nothing


class OfSection(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "section__region"))


class TargetQuery(OfSection):
    def on(self, day: date) -> Self:
        """Those that have begun by that day, the one that holds first."""
        return self.filter(since__lte=day).order_by("-since")


class TrendQuery(OfSection):
    def warnings(self, today: date) -> Self:
        """水质预警: what has become significantly worse, by figures that are not older than a year."""
        return self.filter(is_worse=True, last__gt=today - timedelta(days=FRESH))


class ReadingQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "month__section__region"))
