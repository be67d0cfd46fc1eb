"""交接单: who handed what to whom, as it stood when it was signed."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.fields import NameField
from hezhang.core.workflow.models import TransitionBase
from rivers.handover.choices import RUNNING, HandoverState
from rivers.handover.queries import HandoverQuery, PartQuery
from rivers.registry.models import Reach


class Handover(models.Model):
    """离任交接单 (南平 2023: 巡河交水交接清单). Its state is changed by the workflow engine alone."""

    transitions: Any  # its steps: ``HandoverTransition``
    items: Any
    region = models.ForeignKey(Region, models.PROTECT, related_name="handovers", verbose_name="所属区划")
    outgoing = models.ForeignKey(Post, models.PROTECT, related_name="handovers_given", verbose_name="移交人岗位")
    # Empty while nobody has been appointed; then the sheet waits.
    incoming = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="handovers_taken", verbose_name="接收人岗位"
    )
    left_on = models.DateField("离任日期")
    due_on = models.DateField("交接时限")
    opened_at = models.DateTimeField("生成时间")
    opened_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人岗位"
    )
    counted_at = models.DateTimeField("盘点时间")
    state = models.CharField("状态", max_length=8, choices=HandoverState, default=HandoverState.OPEN)
    state_since = models.DateTimeField("本状态起始")
    gave_at = models.DateTimeField("移交人签字时间", null=True, blank=True)
    took_at = models.DateTimeField("接收人签字时间", null=True, blank=True)
    done_at = models.DateTimeField("监交时间", null=True, blank=True)
    done_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="监交人岗位"
    )
    paper = models.CharField("纸质交接单存放处", max_length=100, blank=True)
    paper_on = models.DateField("纸质签字日期", null=True, blank=True)
    # What the act wrote, so that a mistake can be taken back: tenures with the ends they had, tenures begun, the post.
    act = models.JSONField("登记内容", default=dict, editable=False)

    objects = HandoverQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "离任交接单"
        ordering = ["-left_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=HandoverState.DONE) | Q(done_at__isnull=False, done_by__isnull=False),
                name="handover_done_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[HandoverState.TAKEN, HandoverState.DONE]) | Q(incoming__isnull=False),
                name="handover_taken_by",
            ),
            models.CheckConstraint(
                condition=Q(incoming__isnull=True) | ~Q(incoming=F("outgoing")), name="handover_two_people"
            ),
            models.UniqueConstraint(
                fields=["outgoing", "incoming", "left_on"],
                condition=Q(state=HandoverState.OPEN),
                name="handover_once",
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="handover_region_idx")]

    def __str__(self) -> str:
        return f"{self.outgoing.user.name}离任交接单（{self.number}）"

    @property
    def number(self) -> str:
        return f"交水〔{self.left_on.year}〕{self.pk}号"

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return HandoverState(self.state).tone

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def get_absolute_url(self) -> str:
        return reverse("rivers:handover", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        if moved:
            self.state_since = at


class HandoverItem(models.Model):
    """交接事项: one line of a sheet, in the words of the day on which it was counted."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items", verbose_name="交接单")
    group = models.CharField("类别", max_length=20)
    # By which a line goes to another's sheet when the reaches get several successors; empty for what is the person's.
    reach = models.ForeignKey(Reach, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="河段")
    title = NameField("事项", max_length=200)
    note = models.CharField("情况", max_length=300, blank=True)
    url = models.CharField("原始记录", max_length=200, blank=True)

    objects = PartQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "交接事项"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.group} {self.title}"


class HandoverTransition(TransitionBase):
    """交接经过."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="transitions", verbose_name="交接单")

    sealed_fields = (*TransitionBase.sealed_fields, "handover_id")
    objects = PartQuery.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "交接经过"

    def __str__(self) -> str:
        return f"{self.handover_id} {self.verb}"
