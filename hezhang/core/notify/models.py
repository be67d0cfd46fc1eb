"""In-app messages, and the outbox of what must still leave the house. Both written in the caller's transaction."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hezhang.core.kernel.queries import ReferenceQuery
from hezhang.core.notify.queries import MessageQuery, OutboxQuery


class Message(models.Model):
    """消息: shown in the bell and the inbox. ``key`` makes a reminder unique: the second insert of a key is refused."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_in", verbose_name="收件人"
    )
    kind = models.CharField("类别", max_length=30)
    title = models.CharField("标题", max_length=120)
    body = models.CharField("内容", max_length=500, blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    # "" for those from before it was kept.
    why = models.CharField("为什么收到", max_length=100, blank=True)
    # Long enough for kind, rule, object, day and recipient (reminders.services.key_of).
    key = models.CharField("唯一键", max_length=160, unique=True)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = MessageQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "read_at", "created_at"], name="message_inbox_idx")]

    def __str__(self) -> str:
        return self.title


class SendingHours(models.Model):
    """外发时段: when the phone may ring. One row, which the office edits; without it the defaults hold."""

    first_hour = models.PositiveSmallIntegerField("最早（时）", default=8)
    last_hour = models.PositiveSmallIntegerField("最晚（时）", default=20)
    digest_hour = models.PositiveSmallIntegerField("每日汇总（时）", default=9)

    objects = ReferenceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "外发时段"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_hour__lte=F("digest_hour"), digest_hour__lt=F("last_hour"), last_hour__lte=24),
                name="sending_hours_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_hour}—{self.last_hour} 时，汇总 {self.digest_hour} 时"


class OutboxState(models.TextChoices):
    PENDING = "pending", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    UNKNOWN = "unknown", "结果未知"
    PARKED = "parked", "发送失败"


class Outbox(models.Model):
    """发件: one message over one outside channel, claimed with a lease, sent at most once."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="outbox", verbose_name="消息")
    channel = models.CharField("渠道", max_length=20)
    # Goes out together with the others of its person and channel, once a day.
    collects = models.BooleanField("汇总发送", default=False)
    # The first row of the letter that it went out with; null while it has not, or went alone.
    bundle = models.BigIntegerField("合并发送", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=OutboxState, default=OutboxState.PENDING)
    attempts = models.IntegerField("次数", default=0)
    leased_until = models.DateTimeField("占用至", null=True, blank=True)
    next_try_at = models.DateTimeField("下次尝试")
    error = models.CharField("错误", max_length=300, blank=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)

    objects = OutboxQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发件箱"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="outbox_once")]
        indexes = [models.Index(fields=["state", "next_try_at"], name="outbox_due_idx")]

    def __str__(self) -> str:
        return f"{self.channel} {self.message}"

    @property
    def how(self) -> str:
        """Alone, or with the others of the day."""
        return "每日汇总" if self.collects else "即时"

    @property
    def is_waiting(self) -> bool:
        """Whether it will be tried (again) by itself."""
        return self.state == OutboxState.PENDING
