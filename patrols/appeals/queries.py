"""Which appeals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within
from patrols.appeals.choices import AppealState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


Rows = TypeVar("Rows", bound=models.QuerySet)


def _in_sight(rows: Rows, post: Post, to_appeal: str) -> Rows:
    if post.role in ADMIN_ROLES | {Role.HANDLER}:
        return rows.none()
    mine = models.Q((f"{to_appeal}post__user_id", post.user_id))
    return rows.filter(within(post.region, f"{to_appeal}post__region") | mine)


class AppealQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Of walkers of the post's region and below, and the own ones."""
        return _in_sight(self, post, "")

    def waiting(self) -> Self:
        return self.filter(state=AppealState.WAITING)

    def overdue_on(self, on: date) -> Self:
        """Those whose answer was due before that day."""
        return self.waiting().filter(due_on__lt=on)

    def due_by(self, day: date) -> Self:
        """Those that want an answer by that day."""
        return self.waiting().filter(due_on__lte=day)

    def with_names(self) -> Self:
        people = [f"{path}__{name}" for path in ("post", "answered_by") for name in ("user", "region", "department")]
        return self.select_related(*people, "reach", "patrol__reach", "patrol__user", "excuse")


class AppealPhotoQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Photos of the appeals that the post may see."""
        return _in_sight(self, post, "appeal__")
