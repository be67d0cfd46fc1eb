"""Which tracks, and which parcels of points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class TrackQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Tracks of the patrols that the post may see."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region, "patrol__region") | models.Q(patrol__user_id=post.user_id))


class ChunkQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Points as they came are the walker's own; others see the track."""
        return self.filter(user_id=post.user_id)

    def of_walk(self, user_id: int, client_id: object) -> Self:
        return self.filter(user_id=user_id, client_id=client_id)
