"""线索: what somebody says is wrong at a place, before anybody of ours has been there; one by one, or in lists."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.fields import NameField
from hezhang.core.office.parameters.models import LocalSetting, once_each
from hezhang.core.workflow.models import TransitionBase
from issues.leads.choices import LIMITS, SOURCES, VERDICTS, LeadState, LimitWhat
from issues.leads.queries import LeadBatchQuery, LeadQuery, OfLeadQuery
from issues.ledger.models import Issue
from rivers.registry.models import Reach, River

S = LeadState


class LeadLimit(LocalSetting):
    """线索参数: how far a place may lie from a reach to be taken for one of it, and how long a lead may lie unchecked."""

    what = models.CharField("事项", max_length=10, choices=LimitWhat)
    amount = models.PositiveIntegerField("数值")

    class Meta:
        verbose_name = verbose_name_plural = "线索参数"
        ordering = ["id"]
        constraints = once_each("lead_limit_once", "what")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.amount}"

    @classmethod
    def figure(cls, what: LimitWhat, code: str) -> int:
        """What holds for a place; where a region has left it out of its own table, what ships. One question."""
        found = cls.objects.in_force(code).filter(what=what).values_list("amount", flat=True).first()
        return found or LIMITS[what]

    @classmethod
    def wait(cls, code: str) -> timedelta:
        """How long a lead of the place may lie unchecked."""
        return timedelta(days=cls.figure(LimitWhat.WAIT, code))


class LeadBatch(models.Model):
    """线索批次: what came in one list, 遥感图斑 mostly, and is answered to whoever sent it spot by spot."""

    leads: Any
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    name = NameField("批次", max_length=60)
    document = NameField("文号", max_length=60, blank=True)
    made_at = models.DateTimeField("导入时间")
    # None: by command, which acts as the office of the region.
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人岗位")

    objects = LeadBatchQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "线索批次"
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="lead_batch_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("issues:lead_batch", args=[self.pk])


class Lead(models.Model):
    """线索. Its state is changed by the workflow engine alone. Whatever becomes of it, it stays, with what was found."""

    transitions: Any  # its steps: ``LeadTransition``
    client_id = models.UUIDField("客户端编号", default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField("来源", max_length=12, choices=SOURCES)
    outside_number = NameField("对方编号", max_length=60, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所属区划")
    river = models.ForeignKey(River, models.PROTECT, related_name="+", verbose_name="河湖")
    reach = models.ForeignKey(Reach, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="河段")
    place = NameField("位置描述", max_length=120, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    text = models.CharField("线索内容", max_length=500)
    found_at = models.DateTimeField("发现时间")
    # None: in a list that was imported by command.
    reporter = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人岗位"
    )
    batch = models.ForeignKey(
        LeadBatch, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="批次"
    )
    state = models.CharField("状态", max_length=10, choices=S, default=S.WAITING)
    state_since = models.DateTimeField("本状态起始")
    checked_at = models.DateTimeField("核实时间", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核实人"
    )
    finding = models.CharField("核实情况", max_length=500, blank=True)
    # The problem that it has become, or into which it went.
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="问题")

    objects = LeadQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "线索"
        ordering = ["-found_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=S.WAITING, checked_at__isnull=True, checked_by__isnull=True, issue__isnull=True)
                | (~Q(state=S.WAITING) & Q(checked_at__isnull=False, checked_by__isnull=False) & ~Q(finding="")),
                name="lead_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.BECAME, S.JOINED], issue__isnull=False)
                | (~Q(state__in=[S.BECAME, S.JOINED]) & Q(issue__isnull=True)),
                name="lead_has_its_issue",
            ),
            # What one number of one hotline says is one lead.
            models.UniqueConstraint(
                fields=["region", "source", "outside_number"], condition=~Q(outside_number=""), name="lead_number_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "region", "found_at"], name="lead_state_idx")]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {Truncator(self.text).chars(24)}"

    @property
    def state_tone(self) -> str:
        return LeadState(self.state).tone

    @property
    def verdict(self) -> str:
        """是问题, 不是问题, or nothing as yet."""
        return VERDICTS[LeadState(self.state)]

    def get_absolute_url(self) -> str:
        return reverse("issues:lead", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        if moved:
            self.state_since = at


class LeadTransition(TransitionBase):
    """线索核实经过."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="transitions", verbose_name="线索")

    sealed_fields = (*TransitionBase.sealed_fields, "lead_id")
    objects = OfLeadQuery.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "线索核实经过"

    def __str__(self) -> str:
        return f"{self.lead_id} {self.verb}"


class LeadPhoto(models.Model):
    """线索照片: what came with it, and what was taken on the spot."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="photos", verbose_name="线索")
    transition = models.ForeignKey(LeadTransition, models.PROTECT, related_name="photos", verbose_name="环节")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")

    objects = OfLeadQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "线索照片"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.upload}"
