"""变动: the order in which other systems hear of the steps of all issues."""

from __future__ import annotations

from django.db import models

from hezhang.core.kernel.queries import ReferenceQuery
from issues.feed.queries import ChangeQuery
from issues.ledger.models import Issue, IssueTransition


class Change(models.Model):
    """变动: written with its step, in the step's transaction, without a place; given one once it is there for all to see.

    The number of the step would not do for a place: of two steps at once the one with the greater number may be
    committed first, and who has read past it would never hear of the other (decision 0048).
    """

    transition = models.OneToOneField(IssueTransition, models.PROTECT, related_name="change", verbose_name="环节")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="changes", verbose_name="问题")
    position = models.BigIntegerField("次序", null=True, unique=True)

    objects = ChangeQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题变动"
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["transition"], condition=models.Q(position=None), name="change_waiting_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.transition}"


class FeedEnd(models.Model):
    """末位: the last place given out. Its one row is locked while places are given."""

    last = models.BigIntegerField("末位", default=0)

    objects = ReferenceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变动末位"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.last)
