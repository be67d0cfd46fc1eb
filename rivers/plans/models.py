"""一河一策, 总河长令 and 年度任务书: the five lists in rows that point to one another, and the reports on them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.words import decimal_words
from hezhang.core.office.parameters.models import LocalSetting, once_each
from hezhang.core.workflow.models import TransitionBase
from rivers.plans.choices import ItemList, PlanKind, PlanState, TermWhat
from rivers.plans.queries import ItemQuery, OfPlan, OfReport, OfTask, PlanQuery, ReportQuery, TaskQuery
from rivers.registry.models import Reach, River


class Plan(models.Model):
    """方案. Its state is changed by the workflow engine alone."""

    transitions: Any
    tasks: Any
    items: Any
    kind = models.CharField("种类", max_length=6, choices=PlanKind, default=PlanKind.RIVER)
    title = NameField("名称", max_length=100)
    number = NameField("文号", max_length=40, blank=True)
    # Of a 一河一策 alone; what is planned for a year is a region's.
    river = models.ForeignKey(River, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="河湖")
    region = models.ForeignKey(Region, models.PROTECT, related_name="plans", verbose_name="所属区划")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    summary = models.CharField("现状概述", max_length=1000, blank=True)
    state = models.CharField("状态", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    state_since = models.DateTimeField("本状态起始")
    approver = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审定人岗位"
    )
    approved_on = models.DateField("审定日期", null=True, blank=True)
    # What it was copied from, and whether it takes that one's place in the same cycle (修订) or follows it (下一周期).
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name="上一版"
    )
    is_revision = models.BooleanField("修订版", default=False)
    version = models.IntegerField(default=1, editable=False)

    objects = PlanQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_dates_in_order"),
            models.CheckConstraint(
                condition=Q(kind=PlanKind.RIVER, river__isnull=False) | (~Q(kind=PlanKind.RIVER) & Q(river=None)),
                name="plan_of_river",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PlanState.IN_FORCE, PlanState.DONE]) | Q(approved_on__isnull=False),
                name="plan_in_force_approved",
            ),
            # 一河一策: one plan in force for a river.
            models.UniqueConstraint(fields=["river"], condition=Q(state=PlanState.IN_FORCE), name="plan_in_force_once"),
            models.UniqueConstraint(
                fields=["previous"],
                condition=Q(state__in=[PlanState.DRAFT, PlanState.SUBMITTED]),
                name="plan_draft_once",
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="plan_region_idx")]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """What the page of an edit calls it."""
        return self.title

    @property
    def state_tone(self) -> str:
        return PlanState(self.state).tone

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def is_in_force(self) -> bool:
        return self.state == PlanState.IN_FORCE

    @property
    def has_lists(self) -> bool:
        """Whether it begins with problems and goals: a 一河一策."""
        return self.kind == PlanKind.RIVER

    @property
    def span(self) -> str:
        return f"{self.starts_on:%Y-%m-%d} 至 {self.ends_on:%Y-%m-%d}"

    @property
    def years(self) -> list[int]:
        return list(range(self.starts_on.year, self.ends_on.year + 1))

    def get_absolute_url(self) -> str:
        return reverse("rivers:plan", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        if moved:
            self.state_since = at


class PlanItem(models.Model):
    """问题 or 目标: a goal answers a problem, a task serves a goal."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", verbose_name="方案")
    kind = models.CharField("清单", max_length=8, choices=ItemList)
    serial = models.PositiveIntegerField("序号")
    problem = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="goals", verbose_name="针对的问题"
    )
    name = NameField("名称", max_length=120)
    text = models.CharField("描述", max_length=500, blank=True)
    reach = models.ForeignKey(Reach, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="河段")
    place = NameField("位置", max_length=120, blank=True)
    source = NameField("问题来源", max_length=60, blank=True)
    # Of goals. Classes of water are words, so the values are, too; what is added up stands in tasks.
    unit = NameField("单位", max_length=20, blank=True)
    base = NameField("现状值", max_length=30, blank=True)
    target = NameField("目标值", max_length=30, blank=True)
    by_year = models.JSONField("分年度目标", default=dict, blank=True)
    origin = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name="复制自"
    )
    version = models.IntegerField(default=1, editable=False)

    objects = ItemQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "问题与目标"
        ordering = ["plan_id", "kind", "serial", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "serial"], name="plan_item_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('rivers:plan', args=[self.plan_id])}#{self.kind}"


class PlanTask(models.Model):
    """任务、措施与责任 in one row: what, how, how much, by when, and on whose desk. May be broken down further."""

    reports: Any
    milestones: Any
    done: Decimal  # by ``with_done``
    chief_name: str  # by ``with_answering``
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="方案")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级任务"
    )
    goal = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="对应目标"
    )
    serial = models.PositiveIntegerField("序号")
    name = NameField("任务", max_length=120)
    measure = models.CharField("措施", max_length=500, blank=True)
    quantity = models.DecimalField("数量", max_digits=14, decimal_places=3)
    unit = NameField("单位", max_length=20)
    # Without a quantity of its own a task is counted in its milestones: quantity is then their number.
    by_steps = models.BooleanField("按节点", default=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="plan_tasks", verbose_name="所在区划")
    river = models.ForeignKey(
        River, models.PROTECT, null=True, blank=True, related_name="plan_tasks", verbose_name="河湖"
    )
    # 责任: the chief of a reach, whoever that is on the day; or a named post; and a unit, alone or beside them.
    reach = models.ForeignKey(
        Reach, models.PROTECT, null=True, blank=True, related_name="plan_tasks", verbose_name="责任河段"
    )
    owner = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="plan_tasks", verbose_name="责任人岗位"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="plan_tasks", verbose_name="责任单位"
    )
    assisting = NameField("配合单位", max_length=200, blank=True)
    starts_on = models.DateField("开始日期")
    due_on = models.DateField("完成时限")
    origin = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="copies", verbose_name="复制自"
    )
    version = models.IntegerField(default=1, editable=False)

    objects = TaskQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "方案任务"
        ordering = ["plan_id", "serial", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="plan_task_quantity"),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="plan_task_dates"),
            models.CheckConstraint(condition=Q(reach=None) | Q(owner=None), name="plan_task_one_owner"),
            models.UniqueConstraint(fields=["plan", "serial"], name="plan_task_once"),
        ]
        indexes = [
            models.Index(fields=["region", "due_on"], name="plan_task_region_idx"),
            models.Index(fields=["due_on", "id"], name="plan_task_due_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def amount(self) -> str:
        """3.5 公里, 2 个节点."""
        return f"{decimal_words(self.quantity)} {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("rivers:plan_task", args=[self.pk])


class TaskMilestone(models.Model):
    """节点: what is to be reached by a day, reckoned from the beginning (累计)."""

    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="milestones", verbose_name="任务")
    due_on = models.DateField("节点日期")
    name = NameField("节点", max_length=80, blank=True)
    target = models.DecimalField("累计应完成", max_digits=14, decimal_places=3)

    objects = OfTask.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务节点"
        ordering = ["task_id", "due_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(target__gt=0), name="plan_stone_target")]
        indexes = [models.Index(fields=["due_on"], name="plan_stone_due_idx")]

    def __str__(self) -> str:
        return self.name or f"{self.due_on.year}年"


class TaskProgress(models.Model):
    """进展: what had been done by a day. Never written over; a slip is taken back the same day, with the reason."""

    photos: Any
    task = models.ForeignKey(PlanTask, models.PROTECT, related_name="reports", verbose_name="任务")
    day = models.DateField("进展日期")
    done = models.DecimalField("累计完成", max_digits=14, decimal_places=3)
    words = models.CharField("进展说明", max_length=500, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="填报人岗位")
    at = models.DateTimeField("填报时间")
    once = models.UUIDField("表单编号", null=True, unique=True, editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人岗位"
    )
    withdrawn_why = models.CharField("撤回原因", max_length=200, blank=True)

    objects = ReportQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务进展"
        ordering = ["task_id", "-day", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(done__gte=0), name="plan_report_done"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="plan_report_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["task", "withdrawn_at", "day"], name="plan_report_last_idx")]

    def __str__(self) -> str:
        return f"{self.task} {self.day:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("rivers:plan_task", args=[self.task_id])


class ProgressPhoto(models.Model):
    """进展照片."""

    report = models.ForeignKey(TaskProgress, models.PROTECT, related_name="photos", verbose_name="进展")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")

    objects = OfReport.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展照片"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.upload)


class PlanPaper(models.Model):
    """审定文件: a page of the approved paper, photographed or scanned."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="papers", verbose_name="方案")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="文件页")

    objects = OfPlan.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审定文件"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.upload)


class PlanTransition(TransitionBase):
    """方案经过."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="transitions", verbose_name="方案")

    sealed_fields = (*TransitionBase.sealed_fields, "plan_id")
    objects = OfPlan.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "方案经过"

    def __str__(self) -> str:
        return f"{self.plan_id} {self.verb}"


class PlanTerm(LocalSetting):
    """一河一策参数: how long a cycle lasts, and when an owner is reminded."""

    what = models.CharField("事项", max_length=8, choices=TermWhat)
    amount = models.PositiveIntegerField("数值")
    basis = models.CharField("依据", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案周期与提醒"
        ordering = ["id"]
        constraints = once_each("plan_term_once", "what")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.amount}"
