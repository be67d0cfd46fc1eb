"""长期整改: the plan by which a unit puts an issue right over months or years, and its stages, each with a day of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hezhang.core.accounts.models import Department
from hezhang.core.files.models import Upload
from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.words import decimal_words
from hezhang.core.workflow.models import TransitionBase
from issues.ledger.models import Issue
from issues.stages.choices import PlanState
from issues.stages.queries import FileQuery, OfPlanQuery, PlanQuery, StageQuery

S = PlanState


class StagePlan(models.Model):
    """整改方案. Its state is changed by the workflow engine alone."""

    transitions: Any  # its steps: ``StageTransition``
    stages: Any
    issue = models.OneToOneField(Issue, models.PROTECT, related_name="stage_plan", verbose_name="问题")
    unit = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="编制单位")
    words = models.CharField("整改方案", max_length=500)
    file = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="方案文件")
    state = models.CharField("状态", max_length=10, choices=S, default=S.PROPOSED)
    state_since = models.DateTimeField("本状态起始")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )

    objects = PlanQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改方案"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=S.RUNNING, confirmed_at__isnull=False, confirmed_by__isnull=False)
                | (~Q(state=S.RUNNING) & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
                name="stage_plan_confirmed_by",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="stage_plan_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.issue.number} 整改方案"

    @property
    def state_tone(self) -> str:
        return PlanState(self.state).tone

    def get_absolute_url(self) -> str:
        return reverse("issues:stage_plan", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        if moved:
            self.state_since = at


class Stage(models.Model):
    """阶段任务: what is to be done by a day. Done, dropped or open: told by who did it and when."""

    plan = models.ForeignKey(StagePlan, models.PROTECT, related_name="stages", verbose_name="整改方案")
    name = NameField("阶段任务", max_length=100)
    unit = models.ForeignKey(Department, models.PROTECT, related_name="stages", verbose_name="责任单位")
    due_on = models.DateField("完成时限")
    amount = models.DecimalField("数量", max_digits=12, decimal_places=2, null=True, blank=True)
    measure = NameField("计量单位", max_length=10, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报人"
    )
    done_words = models.CharField("完成情况", max_length=300, blank=True)
    dropped_at = models.DateTimeField("取消时间", null=True, blank=True)
    dropped_why = models.CharField("取消原因", max_length=300, blank=True)

    objects = StageQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阶段任务"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(done_words="")),
                name="stage_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True)
                | (Q(dropped_at__isnull=False, done_at__isnull=True) & ~Q(dropped_why="")),
                name="stage_dropped_why",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="stage_amount_positive"),
        ]
        indexes = [
            models.Index(fields=["unit", "due_on"], name="stage_unit_idx"),
            models.Index(fields=["due_on", "id"], condition=Q(done_at=None, dropped_at=None), name="stage_open_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    @property
    def quantity(self) -> str:
        """300 米; "" without."""
        return f"{decimal_words(self.amount)} {self.measure}".strip() if self.amount is not None else ""

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days) if self.is_open else 0

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url()


class StageTransition(TransitionBase):
    """整改方案经过: of the plan as a whole, or about one of its stages."""

    plan = models.ForeignKey(StagePlan, models.PROTECT, related_name="transitions", verbose_name="整改方案")
    stage = models.ForeignKey(
        Stage, models.PROTECT, null=True, blank=True, related_name="transitions", verbose_name="阶段任务"
    )

    sealed_fields = (*TransitionBase.sealed_fields, "plan_id", "stage_id")
    objects = OfPlanQuery.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "整改方案经过"

    def __str__(self) -> str:
        return f"{self.plan_id} {self.verb}"


class StageFile(models.Model):
    """阶段任务佐证: photos, or a document as it is."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="files", verbose_name="阶段任务")
    transition = models.ForeignKey(StageTransition, models.PROTECT, related_name="files", verbose_name="环节")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="文件")

    objects = FileQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阶段任务佐证"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.upload}"
