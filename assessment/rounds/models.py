"""A round over the towns of a district, its steps, its scores, and the rows behind each."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assessment.figures.choices import Counted
from assessment.rounds.choices import BEFORE, RoundState, Span
from assessment.rounds.queries import BelowScoreQuery, BelowSubjectQuery, RoundQuery, SubjectQuery, TransitionQuery
from assessment.schemes.choices import SubjectKind
from assessment.schemes.models import Group, Indicator, Scheme
from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.periods import Period, period_of
from hezhang.core.workflow.models import TransitionBase


class Round(models.Model):
    """考核轮次: one scheme, one span of days (mostly a quarter), one district. 预评估 is a round not yet frozen.

    Its state is changed by the workflow engine alone; the constraints are the last guard.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="rounds", verbose_name="方案")
    region = models.ForeignKey(Region, models.PROTECT, related_name="rounds", verbose_name="考核区划")
    span = models.CharField("考核周期", max_length=10, choices=Span, default=Span.QUARTER)
    starts_on = models.DateField("起日")
    ends_on = models.DateField("止日")
    subject_kind = models.CharField("考核对象", max_length=10, choices=SubjectKind, default=SubjectKind.TOWN)
    state = models.CharField("状态", max_length=8, choices=RoundState, default=RoundState.RUNNING)
    computed_at = models.DateTimeField("计算时间", null=True, blank=True)
    as_of = models.DateField("数据截至", null=True, blank=True)
    frozen_at = models.DateTimeField("定稿时间", null=True, blank=True)
    frozen_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="定稿人岗位"
    )
    digest = models.CharField("结果校验", max_length=64, blank=True)

    transitions: Any  # its steps: ``RoundTransition``
    objects = RoundQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核轮次"
        ordering = ["-ends_on", "-starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "subject_kind", "span", "starts_on"], name="round_span_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_span_in_order"),
            models.CheckConstraint(
                condition=Q(state=RoundState.RUNNING) | Q(frozen_at__isnull=False, frozen_by__isnull=False),
                name="round_frozen_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region.name}{self.span_words}考核"

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return RoundState(self.state).tone

    def get_absolute_url(self) -> str:
        return reverse("assessment:round", args=[self.pk])

    def on_state(self, at: datetime, *, moved: bool) -> None:
        """Nothing else of a round hangs on its state: when it was frozen, and by whom, the step itself says."""

    @property
    def period(self) -> Period:
        """The days that are assessed, with the label that screens and sheets show."""
        return period_of(self.span, self.starts_on)

    @property
    def span_words(self) -> str:
        """The days in words: 2026年第三季度, 2026年10月, 2026年度."""
        return f"{self.period.label}{'度' if self.span == Span.YEAR else ''}"

    @property
    def before_words(self) -> str:
        """上季, 上月 …: the round before, with which this one is compared."""
        return BEFORE[Span(self.span)]

    @property
    def is_frozen(self) -> bool:
        """Published: the numbers stand for ever."""
        return self.state == RoundState.FROZEN


class RoundTransition(TransitionBase):
    """考核经过: a step of a round; ``region`` is the town that it was about, empty when it was about them all."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="transitions", verbose_name="轮次")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+", verbose_name="被考核区划")

    sealed_fields = (*TransitionBase.sealed_fields, "round_id", "region_id")
    objects = TransitionQuery.as_manager()

    class Meta(TransitionBase.Meta):
        verbose_name = verbose_name_plural = "考核经过"

    def __str__(self) -> str:
        return f"{self.round_id} {self.verb}"


class Subject(models.Model):
    """被考核对象: a town in a round, with its result."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="subjects", verbose_name="轮次")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="被考核区划")
    total = models.DecimalField("总分", max_digits=7, decimal_places=2, default=0)
    bonus = models.DecimalField("加分", max_digits=7, decimal_places=2, default=0)
    overall = models.DecimalField("倒扣", max_digits=7, decimal_places=2, default=0)
    rank = models.PositiveIntegerField("名次", default=0)
    band = models.CharField("等次", max_length=10, blank=True)
    is_vetoed = models.BooleanField("一票否决", default=False)

    objects = SubjectQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "被考核对象"
        ordering = ["rank", "region_id"]
        constraints = [models.UniqueConstraint(fields=["round", "region"], name="subject_once")]

    def __str__(self) -> str:
        return self.region.name

    def get_absolute_url(self) -> str:
        return reverse("assessment:subject", args=[self.pk])


class GroupScore(models.Model):
    """分组得分: full points (after 不参评 has been spread), deducted, gained."""

    # The index of the unique pair begins with the subject; one of its own would only be written.
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="groups", db_index=False, verbose_name="对象")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name="分组")
    points = models.DecimalField("满分", max_digits=7, decimal_places=2)
    base = models.DecimalField("基础分", max_digits=7, decimal_places=2, default=0)
    score = models.DecimalField("得分", max_digits=7, decimal_places=2)
    is_applicable = models.BooleanField("参评", default=True)

    objects = BelowSubjectQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分组得分"
        ordering = ["group__order", "group_id"]
        constraints = [models.UniqueConstraint(fields=["subject", "group"], name="group_score_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.group} {self.score}"


class Score(models.Model):
    """指标得分: the figure, its points, and in words how one came from the other."""

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="scores", db_index=False, verbose_name="对象")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="scores", verbose_name="指标")
    is_applicable = models.BooleanField("参评", default=True)
    weight = models.DecimalField("满分", max_digits=7, decimal_places=2, default=0)
    counted = models.CharField("计入", max_length=8, choices=Counted, default=Counted.GROUP)
    numerator = models.DecimalField("分子", max_digits=12, decimal_places=2, default=0)
    denominator = models.DecimalField("分母", max_digits=12, decimal_places=2, default=0)
    computed = models.DecimalField("计算得分", max_digits=8, decimal_places=4, default=0)
    value = models.DecimalField("得分", max_digits=8, decimal_places=4, default=0)
    explanation = models.CharField("计算过程", max_length=300, blank=True)
    override = models.DecimalField("人工核定", max_digits=8, decimal_places=4, null=True, blank=True)
    override_reason = models.CharField("核定理由", max_length=300, blank=True)
    # Nobody asks for the scores that a post has set, and hardly any is set: an index would only be written.
    override_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="核定人岗位"
    )

    objects = BelowSubjectQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指标得分"
        ordering = ["indicator__order", "indicator_id"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "indicator"], name="score_once"),
            models.CheckConstraint(
                condition=Q(override__isnull=True) | (~Q(override_reason="") & Q(override_by__isnull=False)),
                name="score_override_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.indicator} {self.value}"

    def get_absolute_url(self) -> str:
        return reverse("assessment:score", args=[self.pk])

    @property
    def loss(self) -> Decimal:
        """Points that this indicator costs: what a rate misses of its full points, what a count takes."""
        if self.counted == Counted.NOT:
            return Decimal(0)
        return self.weight - self.value


class ScoreRow(models.Model):
    """得分依据: one row behind a figure, kept with its words so that a frozen round never changes."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="rows", verbose_name="指标得分")
    # Words beside the link: what it leads to may be renamed, supplemented or merged after the freezing (decision 0008).
    label = models.CharField("对象", max_length=120)
    detail = models.CharField("情况", max_length=200, blank=True)
    day = models.DateField("日期", null=True, blank=True)
    counts_in = models.DecimalField("计入分子", max_digits=10, decimal_places=2, default=0)
    counts_of = models.DecimalField("计入分母", max_digits=10, decimal_places=2, default=0)
    points = models.DecimalField("加扣分", max_digits=8, decimal_places=4, default=0)
    url = models.CharField("原始记录", max_length=200, blank=True)

    objects = BelowScoreQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "得分依据"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.label


class ManualEntry(models.Model):
    """人工录入: a spot-check finding, a late report, a commendation or a veto, with its reason and who entered it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries", verbose_name="轮次")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="被考核区划")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="entries", verbose_name="指标")
    day = models.DateField("日期")
    times = models.DecimalField("数量", max_digits=6, decimal_places=2, default=1)
    reason = models.CharField("事由", max_length=200)
    entered_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="录入人岗位")
    entered_at = models.DateTimeField("录入时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人岗位"
    )

    objects = SubjectQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人工录入"
        ordering = ["day", "id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="entry_reason")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.reason}"

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()
