"""Patrols and what was found on them."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.words import minutes_words, moment_words
from patrols.norms.models import CheckItem
from patrols.walks.choices import POOR_ACCURACY_M, Counting, FindingState, PatrolKind, Ruling
from patrols.walks.queries import FindingPhotoQuery, FindingQuery, PatrolQuery, ReviewQuery, SupplementQuery
from rivers.assets.models import Asset
from rivers.boards.models import Signboard
from rivers.registry.models import Reach, River


class Patrol(models.Model):
    """巡河: one walk, one row. ``client_id`` is made on the phone, so a retry is the same row for ever."""

    client_id = models.UUIDField("客户端编号", default=uuid.uuid4, unique=True, editable=False)
    # Tells a plain retry from a telling with more in it, without comparing anything (decision 0013).
    content_hash = models.CharField("内容校验", max_length=64, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="patrols", verbose_name="巡河人岗位")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="patrols", verbose_name="巡河人")
    reach = models.ForeignKey(Reach, models.PROTECT, related_name="patrols", verbose_name="河段")
    # Copied from the reach as it was that day: it may be redrawn, and lists of a million rows are spared the join.
    river = models.ForeignKey(River, models.PROTECT, related_name="patrols", verbose_name="河湖")
    region = models.ForeignKey(Region, models.PROTECT, related_name="patrols", verbose_name="所属区划")
    # The walker's, not the reach's: a county chief on a village reach fulfils the county's norm.
    tier = models.CharField("级别", max_length=10, choices=Tier)
    kind = models.CharField("方式", max_length=10, choices=PatrolKind, default=PatrolKind.ROUTINE)
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间")
    submitted_at = models.DateTimeField("提交时间")
    # Taken off both times, which could not be true: what the phone showed is never lost.
    clock_off_s = models.BigIntegerField("手机时间偏差（秒）", default=0, editable=False)
    start_lat = models.FloatField("起点纬度", null=True, blank=True)
    start_lng = models.FloatField("起点经度", null=True, blank=True)
    end_lat = models.FloatField("终点纬度", null=True, blank=True)
    end_lng = models.FloatField("终点经度", null=True, blank=True)
    accuracy_m = models.FloatField("定位精度（米）", null=True, blank=True)
    note = models.CharField("文字记录", max_length=500, blank=True)
    # Kept beside the rows: every list shows it.
    finding_count = models.IntegerField("发现问题数", default=0)
    counting = models.CharField("是否计入", max_length=8, choices=Counting, default=Counting.COUNTS)
    counting_why = models.CharField("原因", max_length=200, blank=True)
    is_backfilled = models.BooleanField("补录", default=False)
    entered_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="补录人岗位"
    )

    objects = PatrolQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河记录"
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gte=F("started_at")), name="patrol_dates_in_order"),
            models.CheckConstraint(
                # Backfilled by nobody: imported at set-up, from the command line.
                condition=Q(is_backfilled=True) | Q(entered_by__isnull=True),
                name="patrol_backfill_by",
            ),
        ]
        indexes = [
            models.Index(fields=["started_at", "id"], name="patrol_time_idx"),
            models.Index(fields=["region", "started_at"], name="patrol_region_idx"),
            models.Index(fields=["post", "started_at"], name="patrol_post_idx"),
            models.Index(fields=["reach", "started_at"], name="patrol_reach_idx"),
            # The few that wait for the office, among a million: costs the others nothing.
            models.Index(fields=["region"], condition=Q(counting=Counting.REVIEW), name="patrol_review_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} {self.reach.name} {self.started_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("patrols:patrol", args=[self.pk])

    @property
    def minutes(self) -> int:
        """Length of the walk in whole minutes."""
        return int((self.ended_at - self.started_at).total_seconds() // 60)

    @property
    def clock_off(self) -> timedelta:
        """How far the phone's clock was ahead, where it could not be right."""
        return timedelta(seconds=self.clock_off_s)

    @property
    def span(self) -> str:
        """How long it took, in words."""
        return minutes_words(self.minutes)

    @property
    def phone_time(self) -> str:
        """The walk's end as the phone showed it, in words; "" where its clock was believed."""
        try:
            return moment_words(self.ended_at + self.clock_off) if self.clock_off_s else ""
        except OverflowError:  # the year 1, or 9999
            return f"与收到时相差约 {abs(self.clock_off.days) // 365} 年"

    @property
    def is_poorly_located(self) -> bool:
        """Whether the positions are worse than 100 m: marked on the page, never refused."""
        return (self.accuracy_m or 0) > POOR_ACCURACY_M


class Review(models.Model):
    """复核: the office's word on a walk that the system did not count by itself; never deleted, recalled at most once."""

    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="reviews", verbose_name="巡河")
    counting = models.CharField("结论", max_length=8, choices=Ruling)
    reason = models.CharField("理由", max_length=200)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="复核人岗位")
    reviewed_at = models.DateTimeField("复核时间")
    counting_before = models.CharField("复核前", max_length=8, choices=Counting)
    why_before = models.CharField("复核前的原因", max_length=200, blank=True)
    recalled_at = models.DateTimeField("撤回时间", null=True, blank=True)
    recalled_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人岗位"
    )

    objects = ReviewQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河复核"
        ordering = ["patrol_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["patrol"], condition=Q(recalled_at=None), name="review_in_force_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="review_has_reason"),
            models.CheckConstraint(
                condition=Q(recalled_at=None, recalled_by=None)
                | Q(recalled_at__isnull=False, recalled_by__isnull=False),
                name="review_recalled_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patrol} {self.get_counting_display()}"


class Supplement(models.Model):
    """补充: what the same walk brought when it was sent again with more in it; the record stays as it was (0013)."""

    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="supplements", verbose_name="巡河")
    number = models.IntegerField("序号")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="提交岗位")
    submitted_at = models.DateTimeField("提交时间")
    facts = models.JSONField("补充内容", default=dict)  # what was told anew, by name (``services.telling``)

    objects = SupplementQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河补充"
        ordering = ["patrol_id", "number"]
        constraints = [models.UniqueConstraint(fields=["patrol", "number"], name="supplement_once")]

    def __str__(self) -> str:
        return f"{self.patrol} 补充 {self.number}"


class Finding(models.Model):
    """发现: something seen on a patrol; settled on the spot, or left for the issue ledger to take up."""

    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="findings", verbose_name="巡河")
    number = models.IntegerField("序号")
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="findings", verbose_name="巡查内容")
    state = models.CharField("处理", max_length=8, choices=FindingState, default=FindingState.OPEN)
    text = models.CharField("情况描述", max_length=300, blank=True)
    measure = models.CharField("当场措施", max_length=200, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    accuracy_m = models.FloatField("定位精度（米）", null=True, blank=True)
    # Put on the map by hand: what the phone measured, if it did, stays beside it (decision 0070).
    is_placed = models.BooleanField("手动调整位置", default=False)
    phone_lat = models.FloatField("手机定位纬度", null=True, blank=True)
    phone_lng = models.FloatField("手机定位经度", null=True, blank=True)
    phone_accuracy_m = models.FloatField("手机定位精度（米）", null=True, blank=True)
    # What its finder says it is about: one of the two, or neither.
    asset = models.ForeignKey(
        Asset, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="涉河对象"
    )
    board = models.ForeignKey(
        Signboard, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="公示牌"
    )
    supplement = models.ForeignKey(
        Supplement, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="补充"
    )

    objects = FindingQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡河发现"
        ordering = ["patrol_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["patrol", "number"], name="finding_once"),
            models.CheckConstraint(condition=Q(asset=None) | Q(board=None), name="finding_of_one_thing"),
            models.CheckConstraint(
                condition=Q(is_placed=False, phone_lat=None, phone_lng=None)
                | Q(is_placed=True, lat__isnull=False, lng__isnull=False, accuracy_m=None),
                name="finding_placed_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.text}"

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return FindingState(self.state).tone

    @property
    def thing(self) -> Asset | Signboard | None:
        """What it is about."""
        return self.asset if self.asset_id else self.board


class FindingPhoto(models.Model):
    """发现照片."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="photos", verbose_name="发现")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")
    supplement = models.ForeignKey(
        Supplement, models.PROTECT, null=True, blank=True, related_name="photos", verbose_name="补充"
    )

    objects = FindingPhotoQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发现照片"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.upload)
