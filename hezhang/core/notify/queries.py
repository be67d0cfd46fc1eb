"""Which messages and which outbox rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import OFFICE_ROLES, Role

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class MessageQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """A person's own messages, whatever post is acted under."""
        return self.filter(user_id=post.user_id)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class OutboxQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """System administrators see all that leaves the house, offices what goes to people of their region."""
        if post.role == Role.SYSTEM_ADMIN:
            return self
        if post.role in OFFICE_ROLES:
            return self.filter(message__user__posts__region__code__range=post.region.code_range).distinct()
        return self.filter(message__user_id=post.user_id)

    def due(self, now: datetime) -> Self:
        """Rows that may be claimed now: pending and due."""
        return self.filter(state="pending", next_try_at__lte=now)

    def stuck(self, now: datetime) -> Self:
        """Rows whose sender died after claiming them: nobody knows whether they left."""
        return self.filter(state="sending", leased_until__lt=now)
