"""Which rounds, scores and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from assessment.schemes.queries import above
from hezhang.core.accounts.choices import ADMIN_ROLES, REGION_WIDE_ROLES, Role
from hezhang.core.accounts.queries import within

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class RoundQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Rounds of the post's region, of those below it, and of those that assess it."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region) | models.Q(region_id__in=above(post.region_id)))


class SubjectQuery(models.QuerySet):
    prefix = ""

    def visible_to(self, post: Post) -> Self:
        """Office and leaders see every subject of their region; a chief his own town."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        mine = within(post.region, f"{self.prefix}region")
        if post.role in REGION_WIDE_ROLES:
            return self.filter(mine)
        return self.filter(mine | models.Q(**{f"{self.prefix}region_id__in": above(post.region_id)}))


class BelowSubjectQuery(SubjectQuery):
    prefix = "subject__"


class BelowScoreQuery(SubjectQuery):
    prefix = "score__subject__"
