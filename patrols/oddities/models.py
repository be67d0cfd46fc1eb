"""What was odd about a walk, what the office said of it, and how a district wants to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from hezhang.core.accounts.models import Post
from hezhang.core.office.parameters.models import LocalSetting, once_each
from patrols.oddities.choices import CheckState, OddityKind, Word
from patrols.oddities.queries import CheckQuery, OddityQuery
from patrols.walks.models import FindingPhoto, Patrol


class OddityRule(LocalSetting):
    """巡河请核实: from where on something is said; 0 is: never."""

    most_kmh = models.PositiveIntegerField("两处位置折合时速超过多少公里", default=200)
    clock_min = models.PositiveIntegerField("手机时间相差多少分钟以上", default=30)
    off_m = models.PositiveIntegerField("位置离河段多少米以外", default=2000)
    overlap_min = models.PositiveIntegerField("同一人两次巡河重叠多少分钟以上", default=10)
    same_photo = models.BooleanField("不同巡河用了相同照片的请核实", default=True)
    # One row a place.
    key = models.CharField(max_length=1, default="x", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "巡河请核实"
        ordering = ["id"]
        constraints = once_each("oddity_rule_once", "key")

    def __str__(self) -> str:
        return "巡河请核实"


class Oddity(models.Model):
    """请核实: one thing about one walk, with its figures. A fact for a person to look at; whether the walk counts is another matter."""

    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="oddities", verbose_name="巡河")
    kind = models.CharField("情况", max_length=10, choices=OddityKind)
    # The other walk, where it takes two; of photos the two that are alike.
    other = models.ForeignKey(
        Patrol, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="另一次巡河"
    )
    photo = models.ForeignKey(
        FindingPhoto, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    twin = models.ForeignKey(
        FindingPhoto, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="相同的照片"
    )
    figures = models.JSONField("数据", default=dict)
    found_at = models.DateTimeField("发现时间")
    state = models.CharField("状态", max_length=8, choices=CheckState, default=CheckState.WAITING)
    asked_at = models.DateTimeField("请本人说明时间", null=True, blank=True)
    answer = models.CharField("本人说明", max_length=300, blank=True)
    answered_at = models.DateTimeField("说明时间", null=True, blank=True)

    objects = OddityQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河请核实"
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["patrol", "kind"], condition=Q(other=None), name="oddity_once"),
            models.UniqueConstraint(fields=["patrol", "kind", "other"], name="oddity_of_two_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="oddity_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=CheckState.DOUBTED) | Q(asked_at__isnull=False), name="oddity_asked_when"
            ),
        ]
        indexes = [models.Index(fields=["patrol"], condition=Q(state=CheckState.WAITING), name="oddity_waiting_idx")]

    def __str__(self) -> str:
        return f"{self.patrol} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("patrols:oddity", args=[self.pk])

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return CheckState(self.state).tone


class Check(models.Model):
    """核实: the office's word, with its reason; never deleted, taken back once."""

    oddity = models.ForeignKey(Oddity, models.PROTECT, related_name="checks", verbose_name="请核实事项")
    word = models.CharField("结论", max_length=8, choices=Word)
    reason = models.CharField("说明", max_length=200)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="核实人岗位")
    checked_at = models.DateTimeField("核实时间")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人岗位"
    )

    objects = CheckQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河核实"
        ordering = ["oddity_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="check_has_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="check_undone_by_whom",
            ),
            models.UniqueConstraint(fields=["oddity"], condition=Q(undone_at__isnull=False), name="check_undone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.oddity} {self.get_word_display()}"
