"""Which jobs, list preferences and imports."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.queries import within

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class JobQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """A person's own jobs."""
        return self.filter(post__user_id=post.user_id)

    def claimable(self, now: datetime) -> Self:
        """Waiting, or running under a lease that ran out (its worker died)."""
        return self.filter(Q(state="waiting") | Q(state="running", leased_until__lt=now))

    def exhausted(self, now: datetime, attempts: int) -> Self:
        """Their workers died so many times that nobody should try again."""
        return self.filter(state="running", leased_until__lt=now, attempts__gte=attempts)


class ListChoiceQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """A person's own."""
        return self.filter(user_id=post.user_id)


class ListViewQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """One's own, and what the same office shares: the department, or where there is none the region and role."""
        office = Q(post__department=post.department_id) if post.department_id else Q(
            post__department=None, post__region=post.region_id, post__role=post.role
        )  # fmt: skip
        return self.filter(Q(post=post) | office & Q(is_shared=True))


class ImportBatchQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """What was imported for the post's region and below; the system administrator sees all."""
        return self if post.role == Role.SYSTEM_ADMIN else self.filter(within(post.region))


class ImportChangeQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Those of the batches that the post may see."""
        return self if post.role == Role.SYSTEM_ADMIN else self.filter(within(post.region, "batch__region"))


class ImportMappingQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """The own office's."""
        return self.filter(region=post.region_id)
