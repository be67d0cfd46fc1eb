"""Which months, limits and readings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.water.models import WaterStandard


class SectionMonthQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "section__region"))


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


class TargetQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "section__region"))

    def on(self, day: date) -> Self:
        """Those that have begun by that day, the one that holds first."""
        return self.filter(since__lte=day).order_by("-since")


class ReadingQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "month__section__region"))
