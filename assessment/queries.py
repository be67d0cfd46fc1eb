"""Which rounds, scores and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES, REGION_WIDE_ROLES, Role
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


class RoundQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Rounds of the post's region, of those below it, and of those that assess it."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region) | models.Q(region_id__in=above(post.region_id)))


class SubjectQuery(models.QuerySet):
    prefix = ""

    def visible_to(self, post: Post) -> Self:
        """Office and leaders see every subject of their region; a chief his own town."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        mine = within(post.region, f"{self.prefix}region")
        if post.role in REGION_WIDE_ROLES:
            return self.filter(mine)
        return self.filter(mine | models.Q(**{f"{self.prefix}region_id__in": above(post.region_id)}))


class BelowSubjectQuery(SubjectQuery):
    prefix = "subject__"


class BelowScoreQuery(SubjectQuery):
    prefix = "score__subject__"
