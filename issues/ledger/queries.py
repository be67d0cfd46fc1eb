"""Which issues: the rows, by name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region
    from issues.ledger.models import Issue


def scope(post: Post, prefix: str = "") -> Q:
    """Issues a post may see: a unit its own (it is or was handed them), others those of their region and below."""
    if post.role == Role.HANDLER:
        return Q(**{f"{prefix}unit_id": post.department_id})
    if post.region.tier == Tier.COUNTY:
        return Q(**{f"{prefix}county": post.region.prefix})
    if post.region.tier == Tier.VILLAGE:
        return Q(**{f"{prefix}region": post.region_id})
    return within(post.region, f"{prefix}region")


def _next_step(post: Post) -> Q:
    """The states in which the post is the one to act; the workflow table decides in the end."""
    if post.role in OFFICE_ROLES:
        own_level = Q(state="verified", list_level=post.region.tier)
        return Q(state__in=["reported", "registered", "applied"]) | own_level
    if post.role == Role.HANDLER:
        return Q(state__in=["dispatched", "rectifying"])
    if post.role == Role.CHIEF:
        return Q(state="applied", chief_id=post.pk)
    return Q(state="applied") if post.role == Role.PATROLLER else Q(pk__in=[])


class IssueQuery(models.QuerySet):
    # Whose eyes the rows are read with: the ledger's tab 待我办 asks for it. Kept through every further filter.
    reader: Post | None = None

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone.reader = self.reader
        return clone

    def visible_to(self, post: Post) -> Self:
        """The one scope of lists, pages, exports, counts and photos."""
        rows = self.none() if post.role in ADMIN_ROLES else self.filter(scope(post))
        rows.reader = post
        return rows

    def awaiting_reader(self) -> Self:
        """待我办, for the post that the rows were scoped to."""
        return self.open().filter(_next_step(self.reader)) if self.reader else self.none()

    def open(self) -> Self:
        # "in [True]", because Django writes "= True" as the bare column, for which SQLite uses no index.
        return self.filter(is_open__in=[True])

    def overdue_on(self, day: date) -> Self:
        """In a unit's hands and past the due date on that day. Computed from the date, never from a status."""
        return self.open().filter(due_sort__lt=day)

    def awaiting(self, post: Post) -> Self:
        """待我办: what the post is expected to do next, among the issues it may see."""
        return self.visible_to(post).awaiting_reader()

    def similar_to(self, issue: Issue) -> Self:
        """举一反三: other open issues of the same category on the same river."""
        return self.open().filter(river_id=issue.river_id, category_id=issue.category_id).exclude(pk=issue.pk)

    def due_between(self, first: date, last: date) -> Self:
        """Whose deadline falls into the days [first, last]."""
        return self.filter(due_on__range=(first, last))

    def in_region(self, region: Region) -> Self:
        return self.filter(within(region))

    def with_faces(self) -> Self:
        """Joined with all that a row of the ledger and the issue's page name."""
        return self.select_related(
            "region__parent", "river", "reach", "category", "unit", "chief__user", "reporter__user",
            "applied_by", "verified_by", "closed_by",
        )  # fmt: skip


class TransitionQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))


class EvidenceQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))
