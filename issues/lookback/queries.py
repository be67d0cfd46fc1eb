"""Which samples, and which of the issues in them: for those who go and look, and not for those who are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, Q

from hezhang.core.accounts.choices import OFFICE_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from issues.ledger.choices import Look
from issues.ledger.queries import scope

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SEEING = OFFICE_ROLES | {Role.PATROLLER, Role.LEADER}
# Looked at since it was drawn: what was looked at before that had its own reason.
SEEN = Q(issue__looked_at__gte=F("draw__made_at"))


class DrawQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Of the post's region and below, and of the county that it lies in."""
        if post.role not in SEEING:
            return self.none()
        above = str(post.region_id)[: CODE_DIGITS[Tier.COUNTY]].ljust(12, "0")
        return self.filter(within(post.region) | Q(region_id=above))

    def with_counts(self) -> Self:
        """``drawn``, ``seen`` and ``back``: how many were drawn, were looked at since, and had come back."""
        seen = Q(issues__issue__looked_at__gte=F("made_at"))
        return self.annotate(
            drawn=Count("issues"),
            seen=Count("issues", filter=seen),
            back=Count("issues", filter=seen & Q(issues__issue__look=Look.REBOUND)),
        )


class DrawnQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.filter(scope(post, "issue__")) if post.role in SEEING else self.none()

    def waiting(self) -> Self:
        """Nobody has looked yet."""
        return self.filter(Q(issue__looked_at=None) | Q(issue__looked_at__lt=F("draw__made_at")))

    def with_names(self) -> Self:
        return self.select_related(
            "draw", "issue__region__parent", "issue__river", "issue__reach", "issue__category", "issue__unit"
        )
