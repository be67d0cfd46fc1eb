"""Which handover sheets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.workflow.queries import WorkflowQuery
from rivers.handover.choices import RUNNING

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def scope(post: Post, prefix: str = "") -> Q:
    """Sheets of the post's region and below, and those that its holder gives or takes, wherever the new office is."""
    own = Q(**{f"{prefix}outgoing__user": post.user_id}) | Q(**{f"{prefix}incoming__user": post.user_id})
    # A sheet lists problems, of which a unit sees only its own.
    return own if post.role == Role.HANDLER else own | within(post.region, f"{prefix}region")


class HandoverQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post))

    def running(self) -> Self:
        """Those that still wait for somebody's signature."""
        return self.in_states(RUNNING)

    def overdue_on(self, day: date) -> Self:
        return self.running().filter(due_on__lt=day)

    def with_names(self) -> Self:
        return self.select_related(
            "region", "outgoing__user", "outgoing__region", "outgoing__department",
            "incoming__user", "incoming__region", "incoming__department",
        )  # fmt: skip


class PartQuery(models.QuerySet):
    """Lines and steps of sheets."""

    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "handover__"))
