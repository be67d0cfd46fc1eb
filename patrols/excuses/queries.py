"""Which excuses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class ExcuseQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Of chiefs of the post's region and below, and the own ones."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region, "post__region") | models.Q(post__user_id=post.user_id))

    def touching(self, first: date, last: date) -> Self:
        return self.filter(ends_on__gte=first, starts_on__lte=last)

    def leaves(self) -> Self:
        return self.filter(kind="leave")

    def with_names(self) -> Self:
        return self.select_related("post__user", "post__region", "post__department", "by__user")
