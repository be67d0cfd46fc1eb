"""Which templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import OFFICE_ROLES

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class PaperTemplateQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Those of the post's own office."""
        return self.filter(region_id=post.region_id) if post.role in OFFICE_ROLES else self.none()

    def of(self, code: str, kind: str) -> Self:
        """The template that the office of the region ``code`` has for the kind, if it has one."""
        return self.filter(region_id=code, kind=kind).select_related("upload")
