"""Which oddities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.queries import within
from patrols.oddities.choices import CheckState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class OddityQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """The office those of its region; who walked, what that person was asked about. Nobody else hears of it."""
        mine = Q(patrol__user_id=post.user_id, asked_at__isnull=False)
        if post.role in OFFICE_ROLES:
            return self.filter(within(post.region, "patrol__region") | mine)
        return self.filter(mine)

    def waiting(self) -> Self:
        return self.filter(state=CheckState.WAITING)

    def with_names(self) -> Self:
        walks = [f"{walk}__{name}" for walk in ("patrol", "other") for name in ("user", "reach", "region")]
        return self.select_related(
            *walks, "patrol__post__region", "patrol__post__department", "photo__upload", "twin__upload"
        )


class CheckQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """With what they are of."""
        mine = Q(oddity__patrol__user_id=post.user_id, oddity__asked_at__isnull=False)
        if post.role in OFFICE_ROLES:
            return self.filter(within(post.region, "oddity__patrol__region") | mine)
        return self.filter(mine)

    def in_force(self) -> Self:
        return self.filter(undone_at=None)
