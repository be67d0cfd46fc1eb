"""Which journal rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import Role

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class EntryQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """The audit administrator reads all; nobody else reads the journal."""
        return self if post.role == Role.AUDIT_ADMIN else self.none()

    def of_table(self, model: type[models.Model]) -> Self:
        """Seals over rows of this table."""
        return self.filter(table=model._meta.db_table)

    def about(self, obj: models.Model) -> Self:
        """Rows about one object."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))
