"""Which selections, and which of their rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models

from issues.batches.choices import RowState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

KEPT = timedelta(days=7)  # for which a selection that was never confirmed is kept


class SelectionQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """The post's own: what was selected under another office is carried out under that."""
        return self.filter(post=post)

    def left_behind(self, at: datetime) -> Self:
        """Looked at, and never confirmed."""
        return self.filter(confirmed_at=None, created_at__lt=at - KEPT)


class SelectionRowQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.filter(selection__post=post)

    def waiting(self) -> Self:
        return self.filter(state=RowState.WAITING)
