"""Which journal rows."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.queries import within


class EntryQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """The audit administrator reads what concerns the own region; nobody else reads the journal.

        That is: what was done there or by somebody of there, and what nobody can be named for (a name that is nobody's
        was tried at sign-in). Where nobody holds a post elsewhere, it is all.
        """
        if post.role != Role.AUDIT_ADMIN:
            return self.none()
        if not Post.objects.exclude(within(post.region)).exists():
            return self
        people = Post.objects.filter(within(post.region)).order_by().values("user_id")
        by_them = within(post.region, "post__region") | Q(post=None, user__in=people)
        return self.filter(within(post.region) | by_them | Q(region=None, post=None, user=None))

    def about(self, obj: models.Model) -> Self:
        """Rows about one object."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk))


class SealQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Every auditor's: a seal tells no more than that rows are as they were."""
        return self if post.role == Role.AUDIT_ADMIN else self.none()

    def of_table(self, model: type[models.Model]) -> Self:
        """Seals over rows of this table."""
        return self.filter(table=model._meta.db_table)
