"""Dated actings: who did a chief's work, on which days."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post
from rivers.acting.queries import ActingQuery, span_of
from rivers.chiefs.models import Tenure


class Acting(models.Model):
    """代理: a post does the work of a responsible chief on a reach while that chief is on leave (责任终身追究 stays the chief's)."""

    tenure = models.ForeignKey(Tenure, models.PROTECT, related_name="actings", verbose_name="责任河长任职")
    post = models.ForeignKey(Post, models.PROTECT, related_name="actings", verbose_name="代理人岗位")
    starts_on = models.DateField("代理起")
    ends_on = models.DateField("代理止")
    reason = models.CharField("事由", max_length=100)
    document = models.CharField("文号", max_length=60, blank=True)
    # A wrong click is taken back on its day: the day of entry, of an early end, and the last day before that.
    entered_on = models.DateField("登记日期")
    closed_on = models.DateField("提前结束登记日期", null=True, blank=True)
    planned_on = models.DateField("原定代理止")

    objects = ActingQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河长代理"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="acting_dates_in_order"),
            models.CheckConstraint(condition=Q(ends_on__lte=F("planned_on")), name="acting_never_longer"),
            models.UniqueConstraint(fields=["tenure", "starts_on"], name="acting_once"),
        ]
        indexes = [
            models.Index(fields=["post", "ends_on"], name="acting_post_idx"),
            models.Index(fields=["tenure", "ends_on"], name="acting_tenure_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.post.user.name}代理{self.tenure.post.user.name}（{self.tenure.reach.name}）"

    def get_absolute_url(self) -> str:
        """The list: one of them is never read alone."""
        return reverse("rivers:actings")

    @property
    def span(self) -> tuple[date, date]:
        """The days on which it is in force, cut to the tenure and to both offices; the last before the first: never."""
        return span_of(self)
