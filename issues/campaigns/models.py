"""督查行动: what was planned, how it was drawn, who went where, and what was found."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.fields import NameField
from hezhang.core.office.parameters.models import LocalSetting, once_each
from hezhang.core.workflow.models import TransitionBase
from issues.campaigns.choices import CampaignState, How, Kind, Manner, Result, VisitState
from issues.campaigns.queries import (
    AnswerQuery,
    CampaignQuery,
    InspectorQuery,
    OfCampaign,
    OfVisit,
    PhotoQuery,
    VisitQuery,
)
from issues.leads.models import Lead
from issues.ledger.models import Category
from rivers.registry.models import Reach

S = CampaignState
V = VisitState


class CheckLine(LocalSetting):
    """检查项目: what a new campaign's check list begins with."""

    text = NameField("检查项目", max_length=60)
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="问题类别"
    )
    order = models.IntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "检查项目"
        ordering = ["order", "id"]
        constraints = once_each("check_line_once", "text")

    def __str__(self) -> str:
        return self.text


class Campaign(models.Model):
    """督查行动 of a county. Its state is changed by the workflow engine alone."""

    transitions: Any  # its steps: ``CampaignTransition``
    client_id = models.UUIDField("客户端编号", default=uuid.uuid4, unique=True, editable=False)
    name = NameField("名称", max_length=60)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    manner = models.CharField("方式", max_length=8, choices=Manner)
    region = models.ForeignKey(Region, models.PROTECT, related_name="campaigns", verbose_name="区县")
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期")
    tiers = models.JSONField("河段级别", default=list)
    how = models.CharField("抽取办法", max_length=6, choices=How)
    amount = models.PositiveIntegerField("数量")
    spared_days = models.PositiveIntegerField("多少天内检查过的不抽", default=0)
    seed = models.CharField("随机种子", max_length=32, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="经办人岗位")
    conclusion = models.CharField("小结", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=S, default=S.DRAFT)
    state_since = models.DateTimeField("本状态起始")

    objects = CampaignQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查行动"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_dates_in_order"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="campaign_amount"),
            models.CheckConstraint(
                condition=Q(state__in=[S.DRAFT, S.CANCELLED]) | ~Q(seed=""), name="campaign_drawn_by_seed"
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="campaign_region_idx")]

    def __str__(self) -> str:
        return self.name

    @property
    def state_tone(self) -> str:
        return CampaignState(self.state).tone

    @property
    def is_covert(self) -> bool:
        return self.manner == Manner.COVERT

    def get_absolute_url(self) -> str:
        return reverse("issues:campaign", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        if moved:
            self.state_since = at


class CampaignTransition(TransitionBase):
    """督查行动经过."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="transitions", verbose_name="督查行动")

    sealed_fields = (*TransitionBase.sealed_fields, "campaign_id")
    objects = OfCampaign.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "督查行动经过"

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.verb}"


class CampaignItem(models.Model):
    """A line of the campaign's own check list."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="items", verbose_name="督查行动")
    number = models.PositiveIntegerField("序号")
    text = NameField("检查项目", max_length=60)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="问题类别"
    )

    objects = OfCampaign.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查检查清单"
        ordering = ["campaign_id", "number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="campaign_item_once")]

    def __str__(self) -> str:
        return self.text


class Inspector(models.Model):
    """检查人员: of the pool that the office chose; the lot gives the team."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="inspectors", verbose_name="督查行动")
    post = models.ForeignKey(Post, models.PROTECT, related_name="inspections", verbose_name="岗位")
    team = models.PositiveIntegerField("组别", null=True, blank=True)

    objects = InspectorQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查人员"
        ordering = ["campaign_id", "team", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "post"], name="inspector_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.post_id}"


class LeftOut(models.Model):
    """排除河段: kept out of the drawing by hand, with the reason; each draw writes down whom it left out."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="left_out", verbose_name="督查行动")
    reach = models.ForeignKey(Reach, models.PROTECT, related_name="+", verbose_name="河段")
    why = models.CharField("原因", max_length=200)

    objects = OfCampaign.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查排除河段"
        ordering = ["campaign_id", "reach__code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "reach"], name="left_out_once"),
            models.CheckConstraint(condition=~Q(why=""), name="left_out_why"),
        ]

    def __str__(self) -> str:
        return f"{self.reach.name}（{self.why}）"


class CampaignDraw(models.Model):
    """One drawing with all that it takes to draw the same again: later the registry, the posts and the visits are others."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="draws", verbose_name="督查行动")
    number = models.PositiveIntegerField("第几次抽取")
    seed = models.CharField("随机种子", max_length=32)
    lots = models.JSONField("抽取底数", default=dict)
    made_at = models.DateTimeField("抽取时间")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="抽取人岗位")
    why = models.CharField("重抽原因", max_length=200, blank=True)

    objects = OfCampaign.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "督查抽取"
        ordering = ["campaign_id", "number"]
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="campaign_draw_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.number}"


class Visit(models.Model):
    """检查任务: one reach and the team that looks at it. Its state is changed by the workflow engine alone."""

    transitions: Any  # its steps: ``VisitTransition``
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="visits", verbose_name="督查行动")
    reach = models.ForeignKey(Reach, models.PROTECT, related_name="visits", verbose_name="河段")
    team = models.PositiveIntegerField("组别")
    note = models.CharField("现场情况", max_length=500, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    accuracy_m = models.FloatField("定位精度（米）", null=True, blank=True)
    done_at = models.DateTimeField("检查时间", null=True, blank=True)
    done_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="检查人岗位"
    )
    state = models.CharField("状态", max_length=6, choices=V, default=V.OPEN)
    state_since = models.DateTimeField("本状态起始")

    objects = VisitQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查任务"
        ordering = ["campaign_id", "reach_id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "reach"], name="visit_once"),
            models.CheckConstraint(
                condition=Q(state=V.OPEN, done_at__isnull=True, done_by__isnull=True)
                | Q(state=V.DONE, done_at__isnull=False, done_by__isnull=False),
                name="visit_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "campaign"], name="visit_state_idx")]

    def __str__(self) -> str:
        return f"{self.campaign.name} {self.reach.name}"

    @property
    def state_tone(self) -> str:
        return VisitState(self.state).tone

    def get_absolute_url(self) -> str:
        return reverse("issues:visit", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        if moved:
            self.state_since = at


class VisitTransition(TransitionBase):
    """检查经过."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="transitions", verbose_name="检查任务")
    # Item, result and words of each line: the answers themselves are written over by a correction.
    said = models.JSONField("所报结果", default=list)

    sealed_fields = (*TransitionBase.sealed_fields, "visit_id", "said")
    objects = OfVisit.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "检查经过"

    def __str__(self) -> str:
        return f"{self.visit_id} {self.verb}"


class Answer(models.Model):
    """What was found of one item, as it stands after the last correction; each telling is kept by its step."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="answers", verbose_name="检查任务")
    item = models.ForeignKey(CampaignItem, models.PROTECT, related_name="answers", verbose_name="检查项目")
    result = models.CharField("结果", max_length=6, choices=Result)
    note = models.CharField("情况", max_length=200, blank=True)
    # What became of it: a lead, or by way of the lead a problem.
    lead = models.OneToOneField(Lead, models.PROTECT, null=True, blank=True, related_name="answer", verbose_name="线索")

    objects = AnswerQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查结果"
        ordering = ["visit_id", "item_id"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(result=Result.FAIL) & ~Q(note="") | ~Q(result=Result.FAIL) & Q(lead__isnull=True),
                name="answer_fail_is_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_result_display()}"

    def get_absolute_url(self) -> str:
        return self.visit.get_absolute_url()

    @property
    def tone(self) -> str:
        return Result(self.result).tone


class VisitPhoto(models.Model):
    """检查照片: of one line of the check list, or of the reach as a whole."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="photos", verbose_name="检查任务")
    item = models.ForeignKey(
        CampaignItem, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name="检查项目"
    )
    transition = models.ForeignKey(VisitTransition, models.PROTECT, related_name="photos", verbose_name="环节")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")

    objects = PhotoQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查照片"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.upload}"
