"""Which issues: the rows, by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.accounts.models import Department
from hezhang.core.accounts.queries import within
from hezhang.core.kernel.choices import Tier
from hezhang.core.workflow.queries import WorkflowQuery
from issues.clocks.choices import NEVER, Track
from issues.ledger.choices import OPEN_STATES, RUNNING_STATES, State

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.ledger.models import Issue


def scope(post: Post, prefix: str = "") -> Q:
    """Issues a post may see: a unit its own and those in which it helps, others those of their region and below."""
    if post.role == Role.HANDLER:
        # By department, not by region: a bureau sees what it was handed, and nothing else of the county.
        own, shared = Q(**{f"{prefix}unit_id": post.department_id}), co_handled(post)
        return own | Q(**{f"{prefix}pk__in": sorted(shared)}) if shared else own
    if post.region.tier == Tier.COUNTY:
        # One equality instead of a range of codes, so that the index still gives the order (CountyField).
        return Q(**{f"{prefix}county": post.region.prefix})
    if post.region.tier == Tier.VILLAGE:
        return Q(**{f"{prefix}region": post.region_id})
    return within(post.region, f"{prefix}region")


def co_handled(post: Post) -> dict[int, bool]:
    """Issues in which the unit of a handler helps another one, and whether it has done its part. Asked once in a request.

    Their keys are written into the question: few, they leave the index free that finds the unit's own, which a sub-query
    beside an "or" does not.
    """
    if post.role != Role.HANDLER or post.department_id is None:
        return {}
    known: dict[str, dict[int, bool]] = post.__dict__
    if "_co_handled" not in known:
        parts = Department(pk=post.department_id).co_handled.order_by()
        known["_co_handled"] = dict(parts.values_list("issue_id", "is_done"))
    return known["_co_handled"]


class IssueQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        """The one scope of lists, pages, exports, counts and photos."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post))

    def in_states(self, states: Collection[str]) -> Self:
        """Rows in one of these states, with what the index by deadline knows of them: open or not, clock running or not.

        Without it the database walks over all that a unit works on before it comes to what waits for the office.
        """
        rows, asked = super().in_states(states), set(states)
        if asked <= OPEN_STATES:
            rows = rows.open()
        if asked <= RUNNING_STATES:
            rows = rows.filter(due_sort__lt=NEVER)
        return rows if asked & RUNNING_STATES else rows.filter(due_sort=NEVER)

    def open(self) -> Self:
        # "in [True]", because Django writes "= True" as the bare column, for which SQLite uses no index.
        return self.filter(is_open__in=[True])

    def overdue_on(self, day: date) -> Self:
        """In a unit's hands and past the due date on that day. Computed from the date, never from a status."""
        return self.open().filter(due_sort__lt=day)

    def unplanned_of(self, unit_id: int | None) -> Self:
        """Long-term ones in the hands of that unit, whose plan is still to be confirmed."""
        rows = self.in_states({State.RECTIFYING}).filter(unit_id=unit_id, track=Track.LONG)
        return rows.filter(staged_at=None)

    def similar_to(self, issue: Issue) -> Self:
        """举一反三: other open issues of the same category on the same river."""
        return self.open().filter(river_id=issue.river_id, category_id=issue.category_id).exclude(pk=issue.pk)

    def with_names(self) -> Self:
        """Joined with all that a row of the ledger and the issue's page name."""
        return self.select_related(
            "region__parent", "river", "reach", "category", "unit", "chief__user", "reporter__user",
            "applied_by", "verified_by", "closed_by", "first_checked_by", "chief_said_by",
        )  # fmt: skip


class TransitionQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))


class CoUnitQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))


class SpanQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))

    def in_force(self) -> Self:
        """Those of the present dispatch, in the order in which they were written."""
        return self.filter(void_at=None).order_by("pk")


class EvidenceQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))
