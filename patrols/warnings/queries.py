"""Which warnings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class WarningQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Of the post's region and below, and those from above that its reaches lie in."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region) | Q(region__in=above(post.region_id)))

    def touching(self, first: date, last: date) -> Self:
        """In force on some day from the first to the last."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)

    def with_names(self) -> Self:
        return self.select_related("region", "river", "reach", "post__user")


def above(code: str) -> list[str]:
    """The codes of the regions around it: city, county, town (decision 0002)."""
    return [f"{code[:digits]:0<12}" for digits in (2, 4, 6, 9) if code[digits:].strip("0")]
