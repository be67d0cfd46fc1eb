"""Appeals: of a walk that does not count, or of a period that was missed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload
from hezhang.core.kernel.words import day_words
from hezhang.core.office.parameters.models import LocalSetting, once_each
from patrols.appeals.choices import AppealState
from patrols.appeals.queries import AppealPhotoQuery, AppealQuery
from patrols.excuses.models import Excuse
from patrols.walks.models import Patrol
from rivers.registry.models import Reach


class AppealTerm(LocalSetting):
    """申诉时限: how long a walker may appeal, and how many workdays the office has."""

    days = models.PositiveIntegerField("申诉期限（天）", default=30)
    workdays = models.PositiveIntegerField("答复时限（工作日）", default=5)
    # One row a place.
    key = models.CharField(max_length=1, default="x", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "巡河申诉时限"
        ordering = ["id"]
        constraints = once_each("appeal_term_once", "key")

    def __str__(self) -> str:
        return f"{self.days} 天内申诉，{self.workdays} 个工作日内答复"


class Appeal(models.Model):
    """申诉: who walked says why a walk should count, or why a period was missed; the office answers. Never deleted."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="appeals", verbose_name="申诉人岗位")
    patrol = models.ForeignKey(
        Patrol, models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name="巡河"
    )
    # Or the period, as it was owed: of one reach where the norm asks for each.
    first = models.DateField("周期起", null=True, blank=True)
    last = models.DateField("周期止", null=True, blank=True)
    reach = models.ForeignKey(Reach, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="河段")
    reason = models.CharField("申诉理由", max_length=300)
    made_at = models.DateTimeField("申诉时间")
    due_on = models.DateField("应答复日期")
    state = models.CharField("状态", max_length=8, choices=AppealState, default=AppealState.WAITING)
    answer = models.CharField("答复", max_length=200, blank=True)
    answered_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人岗位"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销答复时间", null=True, blank=True)
    excuse = models.OneToOneField(
        Excuse, models.PROTECT, null=True, blank=True, related_name="appeal", verbose_name="免予要求"
    )

    objects = AppealQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河申诉"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(patrol__isnull=False, first=None, last=None, reach=None)
                | Q(patrol=None, first__isnull=False, last__gte=F("first")),
                name="appeal_of_walk_or_period",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="appeal_has_reason"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | (~Q(state="waiting") & ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="appeal_answered_by_whom",
            ),
            models.UniqueConstraint(fields=["patrol"], condition=Q(state="waiting"), name="appeal_of_walk_once"),
            models.UniqueConstraint(
                fields=["post", "first", "last"],
                condition=Q(state="waiting", patrol=None, reach=None),
                name="appeal_of_period_once",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="waiting"), name="appeal_waiting_idx")]

    def __str__(self) -> str:
        return f"{self.post.user.name}申诉：{self.what}"

    def get_absolute_url(self) -> str:
        return reverse("patrols:appeal", args=[self.pk])

    @property
    def what(self) -> str:
        """The walk, or the period, in words."""
        if self.patrol:
            return f"{day_words(self.patrol.started_at)} {self.patrol.reach.name}"
        days = day_words(self.first) + ("" if self.first == self.last else f"至 {day_words(self.last)}")
        return f"{days} 未巡" + (f"（{self.reach.name}）" if self.reach else "")

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return AppealState(self.state).tone


class AppealPhoto(models.Model):
    """What goes with an appeal, to be looked at by whoever answers: at most three."""

    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="photos", verbose_name="申诉")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")

    objects = AppealPhotoQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申诉照片"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["appeal", "upload"], name="appeal_photo_once")]

    def __str__(self) -> str:
        return str(self.upload)
