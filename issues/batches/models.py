"""Issues that somebody has selected, in order: to act on them together, or on one after the other."""

import uuid

from django.db import models
from django.urls import reverse

from hezhang.core.accounts.models import Post
from hezhang.core.web.models import Job
from issues.batches.choices import RowState
from issues.batches.queries import SelectionQuery, SelectionRowQuery
from issues.ledger.models import Issue


class Selection(models.Model):
    """选定的问题. Its number is the key under which it is confirmed once; ``verb`` "": gone through one by one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    verb = models.CharField("动作", max_length=20, blank=True)
    query = models.TextField("台账的查询条件", blank=True)  # leads back to the list as it was
    supplied = models.JSONField("填写内容", default=dict)
    created_at = models.DateTimeField("选定时间")
    # The last step of the ledger by then: whatever comes after it, somebody has done meanwhile. Clocks differ by machine.
    last_step = models.BigIntegerField("选定时的最后环节", default=0)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="后台任务")

    objects = SelectionQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选定的问题"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["post", "created_at"], name="selection_post_idx")]

    def __str__(self) -> str:
        return f"{self.verb} {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("issues:batch", args=[self.pk])


class SelectionRow(models.Model):
    """One issue of a selection: whether it has been seen to, and why not."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="rows", verbose_name="选定")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="+", verbose_name="问题")
    place = models.PositiveIntegerField("次序")
    state = models.CharField("结果", max_length=8, choices=RowState, default=RowState.WAITING)
    why = models.CharField("说明", max_length=300, blank=True)

    objects = SelectionRowQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选定的一件"
        ordering = ["selection", "place"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "issue"], name="selected_once"),
            models.UniqueConstraint(fields=["selection", "place"], name="selected_place_once"),
            models.CheckConstraint(
                condition=~models.Q(state=RowState.REFUSED) | ~models.Q(why=""), name="selected_refusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.selection_id} {self.place}"
