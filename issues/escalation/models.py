"""督办件: what was sent to a unit, under which number, and what it answered; and the office's own ladder."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.kernel.queries import ReferenceQuery
from hezhang.core.office.parameters.models import LocalSetting, once_each
from hezhang.core.workflow.models import TransitionBase
from issues.clocks.choices import Severity
from issues.escalation.choices import WAITING, NoticeKind, NoticeState
from issues.escalation.queries import NoticeQuery, StepQuery
from issues.ledger.models import Issue


class NoticeRule(LocalSetting):
    """督办阶梯: from how many days late a step is suggested, its number's pattern, and how long the unit has to reply."""

    kind = models.CharField("督办类别", max_length=10, choices=NoticeKind)
    days = models.PositiveIntegerField("超期天数", help_text="一般问题超期满几天（自然日）起建议发出。")
    grave_days = models.PositiveIntegerField("较严重、重大问题超期天数")
    reply_days = models.PositiveIntegerField("答复期限（工作日）")
    pattern = models.CharField("文号规则", max_length=40, help_text="须含 {年} 和 {号}，如：河长办督〔{年}〕{号}号。")
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办阶梯"
        ordering = ["days", "id"]
        constraints = [
            *once_each("notice_rule_once", "kind"),
            models.CheckConstraint(condition=Q(reply_days__gte=1), name="notice_reply_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 超期 {self.days} 天"

    def days_for(self, severity: str) -> int:
        return self.days if severity == Severity.MINOR else self.grave_days


class NoticeSeries(models.Model):
    """文号流水: the last number that an office has given under a pattern in a year; locked while one is taken."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="发文区划")
    pattern = models.CharField("文号", max_length=60)
    last = models.PositiveIntegerField("已用号", default=0)

    objects = ReferenceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办文号流水"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["region", "pattern"], name="notice_series_once")]

    def __str__(self) -> str:
        return f"{self.pattern} {self.last}"


class Notice(models.Model):
    """督办件. Its state is changed by the workflow engine alone. A number that was given stays, withdrawn or not."""

    transitions: Any  # its steps: ``NoticeTransition``
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="notices", verbose_name="问题")
    kind = models.CharField("督办类别", max_length=10, choices=NoticeKind)
    number = models.CharField("文号", max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="发文区划")
    # To whom it was sent; the issue may have gone to another unit since.
    unit = models.ForeignKey(Department, models.PROTECT, related_name="notices", verbose_name="责任单位")
    demand = models.CharField("督办要求", max_length=500)
    reason = models.CharField("督办事由", max_length=200)
    sent_on = models.DateField("发出日期")
    sent_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="发出人岗位")
    reply_by = models.DateField("答复时限")
    state = models.CharField("状态", max_length=10, choices=NoticeState, default=NoticeState.SENT)
    state_since = models.DateTimeField("本状态起始")
    reply = models.CharField("答复", max_length=500, blank=True)
    replied_at = models.DateTimeField("答复时间", null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )

    objects = NoticeQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督办件"
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "number"], name="notice_number_once"),
            models.UniqueConstraint(
                fields=["issue", "kind"], condition=Q(state__in=sorted(WAITING)), name="notice_one_waiting"
            ),
            models.CheckConstraint(condition=Q(reply_by__gte=F("sent_on")), name="notice_days_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=[NoticeState.REPLIED, NoticeState.DONE])
                | (Q(replied_at__isnull=False, replied_by__isnull=False) & ~Q(reply="")),
                name="notice_replied_by",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="notice_unit_idx"),
            models.Index(fields=["state", "reply_by"], name="notice_state_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return NoticeState(self.state).tone

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    def get_absolute_url(self) -> str:
        return reverse("issues:notice", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        if moved:
            self.state_since = at


class NoticeTransition(TransitionBase):
    """督办经过."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="transitions", verbose_name="督办件")

    sealed_fields = (*TransitionBase.sealed_fields, "notice_id")
    objects = StepQuery.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "督办经过"

    def __str__(self) -> str:
        return f"{self.notice_id} {self.verb}"
