"""Dated delegations: who walks for a chief, on which days."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post
from patrols.delegations.queries import DelegationQuery
from rivers.acting.queries import span_of
from rivers.chiefs.models import Tenure


class Delegation(models.Model):
    """代巡: a post walks the reach of a responsible chief, who asked for it by name (decision 0072).

    Unlike an acting (代理) it passes on the walk alone: problems, tasks and signatures stay with the chief.
    """

    # An appointment that was a wrong click is taken back with what hung on it.
    tenure = models.ForeignKey(Tenure, models.CASCADE, related_name="delegations", verbose_name="责任河长任职")
    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations", verbose_name="代巡人岗位")
    starts_on = models.DateField("代巡起")
    ends_on = models.DateField("代巡止")
    reason = models.CharField("事由", max_length=100)
    # As the district had it on the day on which it was asked for: a changed table touches no walk that is in (0069).
    counts = models.BooleanField("计入应巡次数", default=True)
    asked_on = models.DateField("登记日期")

    objects = DelegationQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代巡"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_dates_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_has_reason"),
            models.UniqueConstraint(fields=["tenure", "starts_on"], name="delegation_once"),
        ]
        indexes = [
            models.Index(fields=["post", "ends_on"], name="delegation_post_idx"),
            models.Index(fields=["tenure", "ends_on"], name="delegation_tenure_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.post.user.name}代{self.tenure.post.user.name}巡河（{self.tenure.reach.name}）"

    def get_absolute_url(self) -> str:
        """The list: one of them is never read alone."""
        return reverse("patrols:delegations")

    @property
    def span(self) -> tuple[date, date]:
        """The days on which it is in force, cut to the tenure and to both offices; the last before the first: never."""
        return span_of(self)
