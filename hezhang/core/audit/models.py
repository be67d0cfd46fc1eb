"""The journal: who did what, as what, when, and what changed. Appended, never edited (database triggers refuse)."""

from django.conf import settings
from django.db import models

from hezhang.core.audit.queries import EntryQuery, SealQuery


class Entry(models.Model):
    """日志: one act."""

    at = models.DateTimeField("时间", db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", verbose_name="岗位")
    action = models.CharField("操作", max_length=40, db_index=True)
    # Words and no generic key: a row still speaks when what it is about has gone, and after a restore elsewhere.
    object_type = models.CharField("对象类型", max_length=40, blank=True)
    object_id = models.CharField("对象编号", max_length=40, blank=True)
    label = models.CharField("对象", max_length=200, blank=True)
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, related_name="+", verbose_name="区划")
    before = models.JSONField("变更前", default=dict)
    after = models.JSONField("变更后", default=dict)
    ip = models.GenericIPAddressField("地址", null=True)
    request_id = models.CharField("请求号", max_length=36, blank=True)

    # What its mark covers, in this order (audit.marks); a column that is added later does not change the marks of old rows.
    sealed_fields = (
        *("id", "at", "user_id", "post_id", "action", "object_type", "object_id", "label", "region_id"),
        *("before", "after", "ip", "request_id"),
    )
    objects = EntryQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "操作日志"
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="entry_object_idx")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.label}"


class Seal(models.Model):
    """封签: an HMAC over a run of rows of one table, chained to the seal before it, whatever table that was about."""

    table = models.CharField("表", max_length=30, default="audit_entry")
    first = models.BigIntegerField("起始编号")
    last = models.BigIntegerField("截止编号")
    rows = models.IntegerField("条数")
    digest = models.CharField("摘要", max_length=64)
    marks = models.TextField("逐行校验码", default="")  # "id:mark" by line, so that a broken row can be named
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = SealQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "日志封签"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["table", "last"], name="seal_once")]

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"
