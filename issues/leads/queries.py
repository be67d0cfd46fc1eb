"""Which leads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.workflow.queries import WorkflowQuery
from issues.leads.choices import LeadState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def scope(post: Post, prefix: str = "") -> Q | None:
    """Those of the post's region and below; None for units, who get problems and no hearsay, and for the administrators."""
    if post.role in ADMIN_ROLES or post.role == Role.HANDLER:
        return None
    return within(post.region, f"{prefix}region")


class LeadQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        found = scope(post)
        return self.none() if found is None else self.filter(found)

    def waiting(self) -> Self:
        return self.in_states({LeadState.WAITING})

    def waiting_since(self, moment: datetime) -> Self:
        """Not checked, although it came in before that moment."""
        return self.waiting().filter(state_since__lt=moment)

    def with_names(self) -> Self:
        return self.select_related("region__parent", "river", "reach", "reporter__user", "checked_by", "issue")


class OfLeadQuery(models.QuerySet):
    """What hangs on a lead."""

    def visible_to(self, post: Post) -> Self:
        found = scope(post, "lead__")
        return self.none() if found is None else self.filter(found)
