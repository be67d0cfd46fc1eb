"""Which rounds, scores and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from assessment.schemes.queries import above
from hezhang.core.accounts.choices import ADMIN_ROLES, REGION_WIDE_ROLES, Role
from hezhang.core.accounts.queries import within
from hezhang.core.workflow.queries import WorkflowQuery

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


class RoundQuery(WorkflowQuery):
    def visible_to(self, post: Post) -> Self:
        """Rounds of the post's region, of those below it, and of those that assess it."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(within(post.region) | models.Q(region_id__in=above(post.region_id)))


def of_town(post: Post, prefix: str = "") -> models.Q:
    """Office and leaders see every subject of their region; a chief his own town."""
    mine = within(post.region, f"{prefix}region")
    if post.role in REGION_WIDE_ROLES:
        return mine
    return mine | models.Q(**{f"{prefix}region_id__in": above(post.region_id)})


class TransitionQuery(models.QuerySet):
    def visible_to(self, post: Post) -> Self:
        """Steps of the rounds that the post may see; those about one town are for who sees that town's score."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        of_round = within(post.region, "round__region") | models.Q(round__region_id__in=above(post.region_id))
        return self.filter(of_round, models.Q(region=None) | of_town(post))


class SubjectQuery(models.QuerySet):
    prefix = ""

    def visible_to(self, post: Post) -> Self:
        """Of the towns that the post sees."""
        if post.role in ADMIN_ROLES | {Role.HANDLER}:
            return self.none()
        return self.filter(of_town(post, self.prefix))


class BelowSubjectQuery(SubjectQuery):
    prefix = "subject__"


class BelowScoreQuery(SubjectQuery):
    prefix = "score__subject__"
