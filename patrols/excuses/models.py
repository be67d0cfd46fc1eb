"""Dated excuses: days, or periods by name, of which a chief owes nothing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post
from patrols.excuses.choices import ExcuseKind
from patrols.excuses.queries import ExcuseQuery
from patrols.norms.rules.duty import Span
from rivers.registry.models import Reach


class Excuse(models.Model):
    """请假 without anybody who stands in (with one it is an acting, and the periods stay owed); or one period excused by name."""

    kind = models.CharField("类别", max_length=8, choices=ExcuseKind)
    post = models.ForeignKey(Post, models.PROTECT, related_name="excuses", verbose_name="河长岗位")
    # Of the one period of one reach, where the norm asks for each; a leave is of the chief.
    reach = models.ForeignKey(Reach, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="河段")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    reason = models.CharField("事由", max_length=200)
    document = models.CharField("文号", max_length=60, blank=True)
    by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人岗位")
    entered_on = models.DateField("登记日期")
    closed_on = models.DateField("提前销假登记日期", null=True, blank=True)
    planned_on = models.DateField("原定结束日期")

    objects = ExcuseQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "请假与免予要求"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="excuse_dates_in_order"),
            models.CheckConstraint(condition=Q(ends_on__lte=F("planned_on")), name="excuse_never_longer"),
            models.CheckConstraint(condition=~Q(reason=""), name="excuse_has_reason"),
            models.CheckConstraint(condition=~Q(kind="leave") | Q(reach=None), name="leave_is_of_the_chief"),
        ]
        indexes = [models.Index(fields=["post", "ends_on"], name="excuse_post_idx")]

    def __str__(self) -> str:
        return f"{self.post.user.name}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The list: one of them is never read alone."""
        return reverse("patrols:leaves")

    @property
    def span(self) -> Span:
        """The days that are excused."""
        return Span(self.starts_on, self.ends_on)
