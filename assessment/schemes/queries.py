"""Which rules a post may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import CODE_DIGITS, TIER_ORDER

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def above(code: str) -> list[str]:
    """The codes of the region and of the regions that contain it."""
    return [code[: CODE_DIGITS[tier]].ljust(12, "0") for tier in TIER_ORDER]


class SchemeQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Everybody who is assessed may read the shipped rules and those of the regions around the own one."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        mine = within(post.region) | models.Q(region_id__in=above(post.region_id)) | models.Q(region=None)
        return self.filter(mine)


class SchemePartQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Groups, indicators and bands are read with their scheme, never alone."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        mine = within(post.region, "scheme__region") | models.Q(scheme__region_id__in=above(post.region_id))
        return self.filter(mine | models.Q(scheme__region=None))
