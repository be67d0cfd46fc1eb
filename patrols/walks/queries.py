"""Which patrols, findings and norms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.periods import Period
from patrols.walks.choices import Counting

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def begun_in(period: Period, to_patrol: str = "") -> models.Q:
    """Patrols begun on a day of the period, in Shanghai's time: a walk counts where it began, however late it was sent.

    ``to_patrol``: how a table that asks reaches them ("" or "post__patrols__").
    """
    start, end = period.bounds()
    return models.Q((f"{to_patrol}started_at__gte", start), (f"{to_patrol}started_at__lt", end))


def counts_in(period: Period, to_patrol: str = "") -> models.Q:
    """Those that count towards a norm, and were begun in the period."""
    return begun_in(period, to_patrol) & models.Q((f"{to_patrol}counting", Counting.COUNTS))


class PatrolQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Own patrols, and those of the post's region and below; handling units see no patrols."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        # Own walks stay in sight after a transfer to another region.
        return self.filter(within(post.region) | models.Q(user_id=post.user_id))

    def counted_in(self, period: Period) -> Self:
        return self.filter(counts_in(period))

    def to_review(self) -> Self:
        """Those on which the office has to say a word before they count, or do not."""
        return self.filter(counting="review")


class FindingQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Findings of the patrols that the post may see."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region, "patrol__region") | models.Q(patrol__user_id=post.user_id))

    def with_things(self) -> Self:
        """Joined with their check item and with what they are about."""
        return self.select_related("item", "asset__kind", "board")


class SupplementQuery(FindingQuery):
    """Supplements hang on a patrol as findings do, and are seen by the same."""


class ReviewQuery(FindingQuery):
    """Reviews hang on a patrol as findings do, and are seen by the same."""

    def in_force(self) -> Self:
        """Those that nobody has recalled."""
        return self.filter(recalled_at=None)


class FindingPhotoQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Photos of the findings that the post may see."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        mine = models.Q(finding__patrol__user_id=post.user_id)
        return self.filter(within(post.region, "finding__patrol__region") | mine)
