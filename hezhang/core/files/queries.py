"""Which uploads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class UploadQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """One's own uploads. Everybody else reaches a photo only through the row that shows it."""
        return self.filter(post__user_id=post.user_id)


class StagedQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """One's own."""
        return self.filter(post__user_id=post.user_id)

    def since(self, moment: datetime) -> Self:
        return self.filter(staged_at__gt=moment)

    def before(self, moment: datetime) -> Self:
        return self.filter(staged_at__lte=moment)
