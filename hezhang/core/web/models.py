"""Background jobs with progress, what a person prefers of a list, and what was imported."""

import uuid

from django.conf import settings
from django.db import models

from hezhang.core.kernel.choices import Toned
from hezhang.core.kernel.fields import NameField
from hezhang.core.web.queries import (
    ImportBatchQuery,
    ImportChangeQuery,
    ImportMappingQuery,
    JobQuery,
    ListChoiceQuery,
    ListViewQuery,
)


class JobState(Toned):
    WAITING = "waiting", "排队中"
    RUNNING = "running", "blue", "进行中"
    DONE = "done", "green", "已完成"
    FAILED = "failed", "red", "未完成"


class Job(models.Model):
    """后台任务: a row that says what to do; a worker claims it with a lease and may die without harm."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=40)
    title = models.CharField("名称", max_length=120)
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+", verbose_name="发起岗位")
    params = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=8, choices=JobState, default=JobState.WAITING)
    done = models.IntegerField("已处理", default=0)
    total = models.IntegerField("总数", default=0)
    attempts = models.IntegerField("次数", default=0)
    leased_until = models.DateTimeField("占用至", null=True, blank=True)
    result = models.JSONField("结果", default=dict)
    file = models.CharField("结果文件", max_length=120, blank=True)
    file_name = models.CharField("文件名", max_length=120, blank=True)
    error = models.CharField("错误", max_length=500, blank=True)
    created_at = models.DateTimeField("提交时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = JobQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "created_at"], name="job_claim_idx")]

    def __str__(self) -> str:
        return self.title

    @property
    def state_tone(self) -> str:
        """How a screen shows the state."""
        return JobState(self.state).tone

    @property
    def is_over(self) -> bool:
        """Done or given up: nothing will change any more."""
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def percent(self) -> int:
        """0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0


class ListView(models.Model):
    """视图: a list's conditions, order, columns and density under a name; shared ones are read by the whole office."""

    post = models.ForeignKey("accounts.Post", models.CASCADE, related_name="+", verbose_name="岗位")
    page = models.CharField("列表", max_length=40)
    name = NameField("名称", max_length=30)
    query = models.TextField("查询条件", blank=True)
    density = models.CharField("疏密", max_length=10, default="normal")
    is_shared = models.BooleanField("共享", default=False)

    objects = ListViewQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        ordering = ["is_shared", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["post", "page", "name"], name="list_view_once")]

    def __str__(self) -> str:
        return self.name


class ListChoice(models.Model):
    """列表偏好: which columns a person shows in a list, and how dense."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    page = models.CharField("列表", max_length=40)
    columns = models.JSONField("显示列", default=list)
    density = models.CharField("疏密", max_length=10, default="normal")
    view = models.ForeignKey(
        ListView, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="默认视图"
    )

    objects = ListChoiceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "列表偏好"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="list_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.page}"


class ImportBatch(models.Model):
    """导入批次: one confirmed import, which can be undone as a whole until its rows were changed."""

    kind = models.CharField("类别", max_length=20)
    title = models.CharField("名称", max_length=60)
    file_name = models.CharField("文件", max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    # None: by command, which acts as the office of the region.
    post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", verbose_name="导入岗位")
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, related_name="+", verbose_name="区划")
    counts = models.JSONField("行数", default=dict)
    made_at = models.DateTimeField("导入时间")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", verbose_name="撤销岗位")

    objects = ImportBatchQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-id"]
        indexes = [models.Index(fields=["region", "made_at"], name="import_batch_idx")]

    def __str__(self) -> str:
        return f"{self.title} {self.file_name}"


class ImportChange(models.Model):
    """导入明细: a row that an import wrote: what it was before, and the mark of what it was afterwards."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes", verbose_name="批次")
    # Words and no generic key, as in the journal: the row may be gone.
    model = models.CharField("对象类型", max_length=40)
    object_id = models.CharField("对象编号", max_length=40)
    label = models.CharField("对象", max_length=120)
    before = models.JSONField("变更前", null=True)  # None: there was no such row
    mark = models.CharField("校验", max_length=32)

    objects = ImportChangeQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入明细"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.model} {self.label}"


class ImportMapping(models.Model):
    """列的对应: what an office said that the columns of its own workbooks mean."""

    region = models.ForeignKey("accounts.Region", models.CASCADE, related_name="+", verbose_name="区划")
    kind = models.CharField("类别", max_length=20)
    columns = models.JSONField("对应", default=dict)  # mark of a column → key of a field, "" to leave it out

    objects = ImportMappingQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入列的对应"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["region", "kind"], name="import_mapping_once")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.kind}"
