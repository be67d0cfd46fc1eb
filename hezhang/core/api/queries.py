"""Which tokens, and which reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class TokenQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Those that read in the post's region; the three administrators see every opening of the system."""
        if post.role in ADMIN_ROLES:
            return self
        return self.filter(within(post.region, "post__region")) if post.role == Role.OFFICE_HEAD else self.none()

    def with_names(self) -> Self:
        """Joined with all that says whose scope it is."""
        return self.select_related("post__user", "post__region", "post__department")

    def valid(self, at: datetime, today: date) -> Self:
        """Those that open a door: ``ApiToken.over`` says the same of one, in words."""
        in_post = Q(post__ends_on__isnull=True) | Q(post__ends_on__gte=today)
        held = self.filter(in_post, post__starts_on__lte=today, post__user__is_active=True)
        return held.filter(expires_at__gt=at, revoked_at=None)


class ReadQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Those of the tokens that the post sees."""
        tokens = self.model._meta.get_field("token").related_model
        return self.filter(token__in=tokens._default_manager.visible_to(post).order_by().values("pk"))

    def to_journal(self, today: date) -> Self:
        """Days that are over and of which the journal does not know yet."""
        return self.filter(day__lt=today, is_journalled=False)


class WriteQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Those of the tokens that the post sees."""
        tokens = self.model._meta.get_field("token").related_model
        return self.filter(token__in=tokens._default_manager.visible_to(post).order_by().values("pk"))


class HookQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """As tokens are: those of the post's region; every one for the three administrators."""
        if post.role in ADMIN_ROLES:
            return self
        return self.filter(within(post.region, "post__region")) if post.role == Role.OFFICE_HEAD else self.none()

    def with_names(self) -> Self:
        return self.select_related("post__user", "post__region", "post__department", "made_by__user")

    def running(self, today: date) -> Self:
        """Not paused, and their post is held by somebody who is there."""
        in_post = Q(post__ends_on__isnull=True) | Q(post__ends_on__gte=today)
        return self.filter(in_post, paused_at=None, post__user__is_active=True)


class HookSendQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        hooks = self.model._meta.get_field("hook").related_model
        return self.filter(hook__in=hooks._default_manager.visible_to(post).order_by().values("pk"))
