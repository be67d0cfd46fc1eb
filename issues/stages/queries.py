"""Which plans of rectification, and which of their stages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from hezhang.core.accounts.choices import ADMIN_ROLES
from hezhang.core.kernel.periods import Period
from hezhang.core.workflow.queries import WorkflowQuery
from issues.ledger.choices import State
from issues.ledger.queries import scope
from issues.stages.choices import PlanState

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

# Until the unit has applied for sign-off the stages are its work; after that they are a record.
AT_WORK = frozenset({State.DISPATCHED, State.RECTIFYING, State.SUSPENDED})
OPEN = {"done_at": None, "dropped_at": None}


class PlanQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        """Those of the issues that the post sees."""
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "issue__"))

    def with_names(self) -> Self:
        return self.select_related(
            "issue__region__parent", "issue__river", "issue__unit", "unit", "file", "confirmed_by"
        )


class StageQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "plan__issue__"))

    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(**OPEN)

    def running(self) -> Self:
        """Open ones whose clock runs: the plan is confirmed, the unit at work."""
        held = {State.DISPATCHED, State.RECTIFYING}  # suspended, the issue's clocks all stand still
        return self.open().filter(plan__state=PlanState.RUNNING, plan__issue__state__in=sorted(held))

    def overdue_on(self, day: date) -> Self:
        """Computed from the date, never from a status."""
        return self.running().filter(due_on__lt=day)

    def due_in(self, period: Period) -> Self:
        return self.filter(due_on__gte=period.start, due_on__lte=period.end)

    def with_names(self) -> Self:
        return self.select_related(
            "unit", "done_by", "plan__issue__region__parent", "plan__issue__river", "plan__issue__unit", "plan__unit"
        )


class OfPlanQuery(models.QuerySet):
    """What hangs on a plan."""

    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "plan__issue__"))


class FileQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "stage__plan__issue__"))
