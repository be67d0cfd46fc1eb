"""Tokens of other systems, how often each has read what, and what each has written."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post
from hezhang.core.api.queries import HookQuery, HookSendQuery, ReadQuery, TokenQuery, WriteQuery
from hezhang.core.kernel.fields import NameField


class ApiToken(models.Model):
    """接口令牌: lets one outside system read what one post may see. Of the secret only the hash is here.

    ``writes``: whether it may also report and take the post's own steps (decision 0048).

    ``minute`` and ``reads``: how many reads there were in the minute of the last one, counted in the row itself so that
    all processes count together.
    """

    name = NameField("系统名称", max_length=60)
    contact = NameField("对接单位", max_length=80)
    post = models.ForeignKey(Post, models.PROTECT, related_name="api_tokens", verbose_name="代表岗位")
    prefix = models.CharField("令牌前缀", max_length=12)
    token_hash = models.CharField("令牌摘要", max_length=64, unique=True)
    networks = models.CharField("限定来源地址", max_length=200, blank=True)
    writes = models.BooleanField("可写入", default=False)
    former = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewals", verbose_name="换发自")
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="发放人岗位")
    made_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("停用时间", null=True)
    revoked_by = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="停用人岗位")
    last_used_at = models.DateTimeField("最近使用时间", null=True)
    minute = models.DateTimeField("计数分钟", null=True)
    reads = models.IntegerField("本分钟读取次数", default=0)

    objects = TokenQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="api_token_in_order")]

    def __str__(self) -> str:
        return f"{self.name}（{self.prefix}…）"

    def get_absolute_url(self) -> str:
        return reverse("tokens:token", args=[self.pk])

    @property
    def region_id(self) -> str:
        """Where it reads, by which the journal's rows are found."""
        return self.post.region_id

    def over(self, at: datetime, today: date) -> str:
        """Why it opens nothing any more; "" for one that does."""
        if self.revoked_at is not None:
            return "令牌已停用"
        if self.expires_at <= at:
            return "令牌已到期"
        if not self.post.user.is_active:
            return "令牌所代表的人员已停用"
        return "" if self.post.is_current(today) else "令牌所代表的岗位已结束"


class ApiWrite(models.Model):
    """接口写入: what one system has sent under its own number, and what it was answered. The same number again is answered the same.

    ``token``: the first of the system's tokens, so that a renewed one goes on where the old one was.
    """

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="written", verbose_name="令牌")
    key = models.CharField("对方编号", max_length=80)
    door = models.CharField("接口", max_length=40)
    digest = models.CharField("内容摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", default=0)
    answer = models.JSONField("回答", default=dict)
    about = models.CharField("办理结果", max_length=200, blank=True)
    at = models.DateTimeField("时间")

    objects = WriteQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口写入"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_write_once")]

    def __str__(self) -> str:
        return f"{self.token.name} {self.door} {self.key}"


class ApiRead(models.Model):
    """接口读取: how often one token asked one door on one day, and how many rows it took. Nothing of what was asked for."""

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="read_days", verbose_name="令牌")
    door = models.CharField("接口", max_length=40)
    day = models.DateField("日期")
    times = models.IntegerField("次数", default=0)
    rows = models.BigIntegerField("行数", default=0)
    last_at = models.DateTimeField("最近一次")
    is_journalled = models.BooleanField("已记入日志", default=False)

    objects = ReadQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接口读取"
        ordering = ["-day", "door", "id"]
        constraints = [models.UniqueConstraint(fields=["token", "door", "day"], name="api_read_once")]
        indexes = [models.Index(fields=["is_journalled", "day"], name="api_read_journal_idx")]

    def __str__(self) -> str:
        return f"{self.token.name} {self.door} {self.day} {self.times} 次"


class Hook(models.Model):
    """推送: where one outside system is told of changes, in order, signed. What it is told is what its post sees.

    ``position``: how far the feed has been handed out to it; ``replay`` counts how often it was told anew. The secret is made
    from ``nonce`` and the key of the installation, and lies nowhere; ``secret_hash`` knows it again.
    """

    name = NameField("系统名称", max_length=60)
    contact = NameField("对接单位", max_length=80)
    url = models.CharField("推送地址", max_length=300)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="代表岗位")
    nonce = models.CharField("密钥种子", max_length=32)
    secret_hash = models.CharField("密钥摘要", max_length=64)
    position = models.BigIntegerField("已排到", default=0)
    replay = models.PositiveIntegerField("轮次", default=0)
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="设置人岗位")
    made_at = models.DateTimeField("设置时间")
    paused_at = models.DateTimeField("停发时间", null=True)
    paused_why = models.CharField("停发原因", max_length=200, blank=True)
    # Of the process that sends to it just now: one at a time, so that the order holds.
    leased_until = models.DateTimeField("占用至", null=True)

    objects = HookQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变动推送"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tokens:hook", args=[self.pk])

    @property
    def region_id(self) -> str:
        return self.post.region_id


class HookState(models.TextChoices):
    WAITING = "waiting", "待推送"
    SENT = "sent", "已送达"
    PARKED = "parked", "没有送达"


class HookSend(models.Model):
    """推送记录: one thing told to one system. Sent again until it is taken, always under its own number."""

    hook = models.ForeignKey(Hook, models.PROTECT, related_name="sends", verbose_name="推送")
    replay = models.PositiveIntegerField("轮次", default=0)
    # None: a try of the line, which tells nothing.
    position = models.BigIntegerField("次序", null=True)
    body = models.JSONField("内容", default=dict)
    state = models.CharField("状态", max_length=8, choices=HookState, default=HookState.WAITING)
    attempts = models.PositiveIntegerField("次数", default=0)
    next_try_at = models.DateTimeField("下次尝试")
    error = models.CharField("结果", max_length=200, blank=True)
    made_at = models.DateTimeField("时间")
    sent_at = models.DateTimeField("送达时间", null=True)

    objects = HookSendQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推送记录"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["hook", "replay", "position"], name="hook_send_once")]
        indexes = [models.Index(fields=["hook", "state", "id"], name="hook_send_due_idx")]

    def __str__(self) -> str:
        return f"{self.hook} {self.position or '测试'}"
