"""Which parcels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.queries import within
from hezhang.core.parcels.choices import Dealing, Decision, ParcelState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def scope(post: Post, prefix: str = "") -> Q:
    """One's own, whatever post one has by now; offices also those of people of their region and below."""
    mine = Q((f"{prefix}user_id", post.user_id))
    return mine | within(post.region, f"{prefix}region") if post.role in OFFICE_ROLES else mine


class ParcelQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.filter(scope(post))

    def awaited(self) -> Self:
        """Announced and not received, and still waited for."""
        return self.filter(state=ParcelState.AWAITED).exclude(dealing=Dealing.GIVEN_UP)

    def with_names(self) -> Self:
        return self.select_related("user", "post__region", "post__department", "region", "dealt_by__user")


class HeldQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.filter(scope(post, "parcel__"))

    def waiting(self) -> Self:
        """Those on which the office has to say a word."""
        return self.filter(decision=Decision.WAITING)

    def about(self, obj: models.Model) -> Self:
        """Those that were meant for this row."""
        return self.filter(about_type=obj._meta.label_lower, about_id=obj.pk)

    def with_names(self) -> Self:
        return self.select_related(
            "parcel__user", "parcel__post__region", "parcel__post__department", "parcel__region", "decided_by__user"
        )


class HeldPhotoQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.filter(scope(post, "held__parcel__"))
