"""Which cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.accounts.queries import within
from rivers.registry.queries import InRegion

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class CutQuery(InRegion):
    """By the region of the reaches that were cut."""


class CutPartQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(within(post.region, "cut__region"))
