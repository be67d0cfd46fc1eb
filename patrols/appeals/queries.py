"""Which appeals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within
from patrols.appeals.choices import AppealState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class AppealQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Of walkers of the post's region and below, and the own ones."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region, "post__region") | models.Q(post__user_id=post.user_id))

    def waiting(self) -> Self:
        return self.filter(state=AppealState.WAITING)

    def overdue_on(self, on: date) -> Self:
        """Those whose answer was due before that day."""
        return self.waiting().filter(due_on__lt=on)

    def with_names(self) -> Self:
        people = [f"{path}__{name}" for path in ("post", "answered_by") for name in ("user", "region", "department")]
        return self.select_related(*people, "reach", "patrol__reach", "patrol__user", "excuse")
