"""What was announced from a phone, what of it came, and what was kept because it could not be carried out."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.parcels.choices import Dealing, Decision, ParcelState
from hezhang.core.parcels.kinds import label_of
from hezhang.core.parcels.queries import HeldPhotoQuery, HeldQuery, ParcelQuery


class Parcel(models.Model):
    """包裹: one thing that somebody hands in from a phone. ``client_id`` is the phone's number, the person's own for ever."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="parcels", verbose_name="人员")
    client_id = models.UUIDField("手机编号", editable=False)
    # Of the announcement, or of the arrival: where the person belonged then, and so whose office asks after it.
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所属区划")
    kind = models.CharField("类别", max_length=10)
    digest = models.CharField("文字校验", max_length=16, blank=True, editable=False)
    photos = models.JSONField("照片校验", default=list, editable=False)  # the first signs of each photo's sha256
    photo_count = models.PositiveIntegerField("照片数", default=0)
    photos_here = models.PositiveIntegerField("已到照片数", default=0)
    made_at = models.DateTimeField("手机上提交的时间")
    # Taken off ``made_at``, which could not be true (as with a walk's times).
    clock_off_s = models.BigIntegerField("手机时间偏差（秒）", default=0, editable=False)
    announced_at = models.DateTimeField("报到时间", null=True)
    received_at = models.DateTimeField("收到时间", null=True)
    state = models.CharField("状态", max_length=8, choices=ParcelState, default=ParcelState.AWAITED)
    url = models.CharField("收下后的地址", max_length=200, blank=True)
    title = models.CharField("收下后的名称", max_length=200, blank=True)
    # The row that it became, where that does not know the parcel itself (a step).
    became_type = models.CharField("成为", max_length=60, blank=True, editable=False)
    became_id = models.BigIntegerField("成为（编号）", null=True, editable=False)
    entered_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="导入人岗位")
    dealing = models.CharField("处理", max_length=10, choices=Dealing, blank=True)
    dealt_note = models.CharField("处理说明", max_length=200, blank=True)
    dealt_at = models.DateTimeField("处理时间", null=True)
    dealt_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="处理人岗位")

    objects = ParcelQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "手机记录"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "client_id"], name="parcel_once"),
            models.CheckConstraint(
                condition=Q(state=ParcelState.AWAITED, received_at=None)
                | ~Q(state=ParcelState.AWAITED) & Q(received_at__isnull=False),
                name="parcel_received_when",
            ),
            models.CheckConstraint(
                condition=Q(dealing="", dealt_at=None, dealt_by=None)
                | ~Q(dealing="") & Q(dealt_at__isnull=False, dealt_by__isnull=False),
                name="parcel_dealt_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "made_at"], condition=Q(state=ParcelState.AWAITED), name="parcel_awaited_idx"
            ),
            models.Index(fields=["became_type", "became_id"], name="parcel_became_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} {self.kind_label}"

    def get_absolute_url(self) -> str:
        return reverse("parcels:parcel", args=[self.pk])

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return ParcelState(self.state).tone

    @property
    def is_late(self) -> bool:
        """Whether it came noticeably later than it was handed in on the phone."""
        return self.received_at is not None and self.received_at - self.made_at > timedelta(minutes=10)


class Held(models.Model):
    """收下待核对: what was sent and could not be carried out, as it was sent. Never deleted; the office says what becomes of it."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="held", verbose_name="手机记录")
    content_hash = models.CharField("内容校验", max_length=64, editable=False)
    fields = models.JSONField("所填内容", default=dict, editable=False)
    words = models.TextField("内容", blank=True)  # the same as a person reads it, a line for each field
    about_type = models.CharField("关于", max_length=60, blank=True, editable=False)
    about_id = models.BigIntegerField("关于（编号）", null=True, editable=False)
    about = models.CharField("关于什么", max_length=200)
    act = models.CharField("要办的事", max_length=60)
    why = models.CharField("没有办成的原因", max_length=300)
    came_at = models.DateTimeField("收到时间")
    is_from_file = models.BooleanField("来自文件", default=False)
    decision = models.CharField("处理", max_length=8, choices=Decision, default=Decision.WAITING)
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="处理人岗位")
    reason = models.CharField("理由", max_length=200, blank=True)
    url = models.CharField("采用后的地址", max_length=200, blank=True)

    objects = HeldQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "收下待核对的内容"
        ordering = ["-came_at", "-id"]
        constraints = [
            # Sent again while nobody has looked: the same is kept once.
            models.UniqueConstraint(fields=["parcel", "content_hash"], name="held_once"),
            models.CheckConstraint(
                condition=Q(decision=Decision.WAITING, decided_at=None)
                | ~Q(decision=Decision.WAITING) & Q(decided_at__isnull=False),
                name="held_decided_when",
            ),
            models.CheckConstraint(condition=~Q(decision=Decision.DROPPED, reason=""), name="held_dropped_why"),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="held_about_idx"),
            models.Index(fields=["parcel"], condition=Q(decision=Decision.WAITING), name="held_waiting_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel.user.name} {self.act}：{self.about}"

    def get_absolute_url(self) -> str:
        return reverse("parcels:held", args=[self.pk])

    @property
    def region_id(self) -> str:
        return self.parcel.region_id

    @property
    def decision_tone(self) -> str:
        return Decision(self.decision).tone


class HeldPhoto(models.Model):
    """照片 that came with what was kept."""

    held = models.ForeignKey(Held, models.PROTECT, related_name="photos", verbose_name="内容")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")

    objects = HeldPhotoQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "收下待核对的照片"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["held", "upload"], name="held_photo_once")]

    def __str__(self) -> str:
        return str(self.upload)
