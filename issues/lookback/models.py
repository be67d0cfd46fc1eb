"""回头看抽查: a sample of what was signed off in a quarter, with all that it takes to draw the same one again."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.periods import quarter_of
from hezhang.core.office.parameters.models import LocalSetting, once_each
from issues.clocks.choices import Severity
from issues.ledger.models import Issue
from issues.lookback.queries import DrawnQuery, DrawQuery


class LookBackRule(LocalSetting):
    """回头看抽查比例: how many of a grade are looked at again, spread over towns and classes."""

    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    percent = models.PositiveIntegerField("抽查比例（%）")
    at_least = models.PositiveIntegerField("每乡镇至少（件）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "回头看抽查"
        ordering = ["id"]
        constraints = [
            *once_each("look_back_rule_once", "severity"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="look_back_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.get_severity_display()} {self.percent}%"


class Draw(models.Model):
    """抽查: once for a county and a quarter. What is signed off stays so (decision 0046), so seed and rules give it again."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="draws", verbose_name="区县")
    first = models.DateField("销号起始日")
    last = models.DateField("销号截止日")
    seed = models.CharField("随机种子", max_length=32)
    rules = models.JSONField("抽查比例", default=dict)
    # The last issue that was there: what is entered later with an earlier date is not of this sample.
    upto = models.PositiveBigIntegerField("截至编号")
    population = models.PositiveIntegerField("销号件数")
    made_at = models.DateTimeField("抽取时间")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="抽取人岗位")

    objects = DrawQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回头看抽查"
        ordering = ["-first", "id"]
        constraints = [
            models.UniqueConstraint(fields=["region", "first"], name="draw_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="draw_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.region.name}{self.quarter}回头看"

    @property
    def quarter(self) -> str:
        return str(quarter_of(self.first))

    def get_absolute_url(self) -> str:
        return reverse("issues:drawn", args=[self.pk])


class DrawnIssue(models.Model):
    """One issue of a sample. What was found is told by the issue itself."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="issues", verbose_name="抽查")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="draws", verbose_name="问题")

    objects = DrawnQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽中的问题"
        ordering = ["draw_id", "id"]
        constraints = [models.UniqueConstraint(fields=["draw", "issue"], name="drawn_once")]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.issue_id}"

    def get_absolute_url(self) -> str:
        return self.issue.get_absolute_url()

    @property
    def is_seen(self) -> bool:
        """Looked at since it was drawn."""
        return self.issue.looked_at is not None and self.issue.looked_at >= self.draw.made_at
