"""Which notices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.choices import ADMIN_ROLES, Role
from hezhang.core.workflow.queries import WorkflowQuery
from issues.escalation.choices import WAITING, NoticeState
from issues.ledger.queries import scope as issue_scope

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def scope(post: Post, prefix: str = "") -> Q:
    """Those of the issues that a post sees; a unit sees those that were sent to it, whoever has the issue by now."""
    if post.role == Role.HANDLER:
        return Q(**{f"{prefix}unit_id": post.department_id})
    return issue_scope(post, f"{prefix}issue__")


class NoticeQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post))

    def waiting(self) -> Self:
        """Those that wait for a reply, or for the office to look at one."""
        return self.in_states(WAITING)

    def overdue_on(self, day: date) -> Self:
        """Unanswered past the day by which an answer was asked for."""
        return self.in_states({NoticeState.SENT}).filter(reply_by__lt=day)

    def in_force(self) -> Self:
        return self.exclude(state=NoticeState.WITHDRAWN)

    def with_names(self) -> Self:
        return self.select_related(
            "issue__river", "issue__reach", "issue__category", "issue__region__parent", "issue__chief__user", "unit",
            "region", "sent_by__user", "sent_by__region", "sent_by__department", "replied_by",
        )  # fmt: skip


class StepQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        return self.none() if post.role in ADMIN_ROLES else self.filter(scope(post, "notice__"))
