"""Signboards at the water's edge: what each shows, what was found on it, and by which pattern it is made."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.fields import NameField
from hezhang.core.office.parameters.models import LocalSetting, once_each
from rivers.boards.choices import Found
from rivers.boards.queries import BoardQuery, InspectionQuery, OfBoard, OfInspection, PhoneQuery
from rivers.registry.models import Reach

# No letter that is taken for a figure: the address stands on metal, and is typed where a camera fails.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
TOKEN_LENGTH = 16  # 79 bits


def new_token() -> str:
    """What the public address of a board ends in: never guessed, never changed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


class Signboard(models.Model):
    """公示牌: stale when what it shows is no longer so (renewal within 15 days: Hebei standard of 2022)."""

    state: Any  # its ``BoardState``, once a renewal has kept the text
    reach = models.ForeignKey(Reach, models.PROTECT, related_name="signboards", verbose_name="河段")
    # The reach's own, once more: the scope of every list asks for a region in the row itself, without a join.
    region = models.ForeignKey(Region, models.PROTECT, related_name="signboards", verbose_name="所属区划")
    code = models.CharField("编号", max_length=24, unique=True)
    place = NameField("安装地点", max_length=100, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    renewed_on = models.DateField("更新日期")
    range_words = models.CharField("管理范围", max_length=200, blank=True)
    goal = models.CharField("治理目标", max_length=200, blank=True)
    token = models.CharField("公开地址", max_length=20, unique=True, default=new_token, editable=False)
    ended_on = models.DateField("拆除日期", null=True, blank=True)
    ended_why = models.CharField("拆除原因", max_length=100, blank=True)

    objects = BoardQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示牌"
        ordering = ["code"]
        indexes = [models.Index(fields=["region"], name="signboard_region_idx")]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("rivers:signboard", args=[self.pk])


class Renewal(models.Model):
    """登记更新: from that day the board shows this text. The last one tells what the board shows today."""

    board = models.ForeignKey(Signboard, models.PROTECT, related_name="renewals", verbose_name="公示牌")
    renewed_on = models.DateField("更新日期")
    before_on = models.DateField("此前更新日期", help_text="撤回登记时恢复")
    text = models.JSONField("牌面内容", default=dict, editable=False)
    photo = models.ForeignKey(Upload, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片")
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人岗位"
    )

    objects = OfBoard.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示牌更新"
        ordering = ["board_id", "-id"]

    def __str__(self) -> str:
        return f"{self.board.code} {self.renewed_on:%Y-%m-%d}"


class BoardState(models.Model):
    """Reckoned beside the rows, never typed: since when the board differs from the registry, and in what.

    A row of its own: it changes whenever a chief does, and an import of boards is undone only while its rows are as it
    left them. ``differs_since`` may lie ahead (a successor appointed for a day to come).
    """

    board = models.OneToOneField(Signboard, models.CASCADE, related_name="state", verbose_name="公示牌")
    renewal = models.ForeignKey(Renewal, models.CASCADE, related_name="+", verbose_name="更新")
    differs_since = models.DateField("内容变更日期", null=True)
    chief_since = models.DateField("河长变更日期", null=True)
    changes = models.JSONField("变更内容", default=list)

    objects = OfBoard.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示牌状态"
        ordering = ["board_id"]
        indexes = [models.Index(fields=["differs_since"], name="board_differs_idx")]

    def __str__(self) -> str:
        return str(self.board_id)


class PublicPhone(models.Model):
    """公示电话: the number of an office that is printed on boards. A person's own mobile never is."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="public_phone", verbose_name="岗位")
    number = models.CharField("公示电话", max_length=20)

    objects = PhoneQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示电话"
        ordering = ["post_id"]

    def __str__(self) -> str:
        return self.number


class BoardPattern(LocalSetting):
    """公示牌样式: which parts stand on which side in which order, and the words that are no facts of the registry."""

    name = NameField("样式名称", max_length=40)
    order = models.PositiveIntegerField("排序", default=10, help_text="排序最小的样式为本区采用的样式")
    front = models.CharField("正面", max_length=200, help_text="按顺序写，用顿号隔开")
    back = models.CharField("背面", max_length=200, blank=True, help_text="按顺序写，用顿号隔开；单面牌不填")
    heading = models.CharField("标题", max_length=40, default="河长公示牌", help_text="前面自动加上河湖名称")
    duties = models.TextField("河长职责", max_length=400, blank=True)
    bans = models.TextField("禁止行为", max_length=1200, blank=True, help_text="一行一条")
    slogan = models.CharField("标语", max_length=60, blank=True)
    hotline = models.TextField("其他监督电话", max_length=200, blank=True, help_text="一行一条")
    signed = models.CharField("落款", max_length=60, blank=True, help_text="不填则为区（市、县）河长制办公室")
    width_mm = models.PositiveIntegerField("宽（毫米）", default=1500)
    height_mm = models.PositiveIntegerField("高（毫米）", default=1000)
    basis = models.CharField("依据", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公示牌样式"
        ordering = ["order", "id"]
        constraints = once_each("board_pattern_once", "name")

    def __str__(self) -> str:
        return self.name


class Inspection(models.Model):
    """公示牌巡检: how somebody found the board, and when what was wrong had been put right."""

    board = models.ForeignKey(Signboard, models.PROTECT, related_name="inspections", verbose_name="公示牌")
    day = models.DateField("巡检日期")
    result = models.CharField("巡检结果", max_length=8, choices=Found)
    note = models.CharField("说明", max_length=200, blank=True)
    noted_at = models.DateTimeField("登记时间")
    noted_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="巡检人岗位")
    repaired_on = models.DateField("修复日期", null=True, blank=True)
    repair_note = models.CharField("修复说明", max_length=200, blank=True)
    repaired_by = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="修复登记人岗位"
    )
    # The form's own number: sent twice, it is one inspection.
    once = models.UUIDField("提交编号", null=True, blank=True, unique=True, editable=False)

    objects = InspectionQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示牌巡检"
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(repaired_on__isnull=True) | Q(repaired_on__gte=F("day")), name="board_repaired_after"
            )
        ]
        indexes = [models.Index(fields=["board", "day"], name="board_inspection_idx")]

    def __str__(self) -> str:
        return f"{self.board.code} {self.day:%Y-%m-%d} {self.get_result_display()}"

    @property
    def tone(self) -> str:
        """The colour of the result."""
        return Found(self.result).tone

    @property
    def is_open(self) -> bool:
        """Whether something is wrong that nobody has put right."""
        return self.result != Found.SOUND and self.repaired_on is None


class InspectionPhoto(models.Model):
    """巡检照片."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="photos", verbose_name="巡检")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")

    objects = OfInspection.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡检照片"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.upload)
