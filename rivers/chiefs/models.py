"""Dated tenures: who was responsible on which day."""

from django.db import models
from django.db.models import F, Q

from hezhang.core.accounts.models import Post
from hezhang.core.office.parameters.models import LocalSetting, once_each
from rivers.chiefs.choices import TenureKind, TermUnit, TermWhat
from rivers.chiefs.queries import TenureQuery
from rivers.registry.models import Reach


class Tenure(models.Model):
    """河长任职: a post is chief of a reach from a day to a day. History is kept: 责任终身追究 asks who it was on that day."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name="岗位")
    reach = models.ForeignKey(Reach, models.PROTECT, related_name="tenures", verbose_name="河段")
    kind = models.CharField("类别", max_length=12, choices=TenureKind, default=TenureKind.RESPONSIBLE)
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("离任日期", null=True, blank=True)

    objects = TenureQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河长任职"
        ordering = ["reach_id", "kind", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="tenure_dates_in_order"
            ),
            # Only open tenures: that dated ones do not overlap either, `appoint` sees to under the reach's lock.
            # A constraint over spans of days exists on PostgreSQL alone (decision 0009: plain ORM).
            models.UniqueConstraint(
                fields=["reach"],
                condition=Q(kind=TenureKind.RESPONSIBLE, ends_on__isnull=True),
                name="one_responsible_chief",
            ),
            models.UniqueConstraint(fields=["post", "reach", "kind", "starts_on"], name="tenure_once"),
        ]
        indexes = [models.Index(fields=["post", "ends_on"], name="tenure_post_idx")]

    def __str__(self) -> str:
        return f"{self.post.user.name} {self.get_kind_display()} {self.reach.name}"


class ChangeTerm(LocalSetting):
    """河长变更时限: within which time what follows a change of chief has to be done."""

    what = models.CharField("事项", max_length=10, choices=TermWhat)
    amount = models.PositiveIntegerField("时限")
    unit = models.CharField("单位", max_length=8, choices=TermUnit, default=TermUnit.DAY)
    remind_days = models.PositiveIntegerField("到期前几天提醒", default=7)
    basis = models.CharField("依据", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "河长变更时限"
        ordering = ["id"]
        constraints = once_each("change_term_once", "what")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.amount} {self.get_unit_display()}"
