"""Which leads."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

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
        names = ["region__parent", "river", "reach", "reporter__user", "checked_by", "issue", "batch"]
        return self.select_related(*names)


class LeadBatchQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Lists of the post's region and below, and those in which a lead of it stands: a town reads the county's."""
        found = scope(post)
        if found is None:
            return self.none()
        leads = self.model._meta.get_field("leads").related_model._default_manager
        here = leads.filter(found, batch__isnull=False).order_by().values("batch")
        return self.filter(found | Q(pk__in=here))

    def with_counts(self, post: Post) -> Self:
        """``total``, and one number for each state: of the leads that the post sees."""
        seen = scope(post, "leads__") or Q(pk=None)
        told = {state.value: Count("leads", filter=seen & Q(leads__state=state)) for state in LeadState}
        return self.annotate(total=Count("leads", filter=seen), **told)


class OfLeadQuery(models.QuerySet):
    """What hangs on a lead."""

    def visible_to(self, post: Post) -> Self:
        found = scope(post, "lead__")
        return self.none() if found is None else self.filter(found)
