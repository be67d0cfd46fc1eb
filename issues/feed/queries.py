"""Which changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES
from issues.ledger.queries import scope

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class ChangeQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Those of the issues that the post sees today."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))

    def waiting(self) -> Self:
        """Committed, and not yet in the order."""
        return self.filter(position=None)

    def between(self, after: int, last: int) -> Self:
        return self.filter(position__gt=after, position__lte=last).order_by("position")
