"""That a reach was split or two were joined, when, and what a way back would need."""

from django.db import models

from hezhang.core.accounts.models import Post, Region
from rivers.cutting.choices import CutKind
from rivers.cutting.queries import CutPartQuery, CutQuery
from rivers.registry.models import Reach


class Cut(models.Model):
    """河段拆分、合并: old reaches end the day before, new ones are established on the day."""

    kind = models.CharField("方式", max_length=6, choices=CutKind)
    region = models.ForeignKey(Region, models.PROTECT, related_name="cuts", verbose_name="所属区划")
    day = models.DateField("生效日期")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办岗位")
    made_at = models.DateTimeField("办理时间")
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)
    # By key of what moved: the reach it came from. And the tenures as they ``were`` and ``are``: number, reach, last day.
    moved = models.JSONField("移动的内容", default=dict)
    tenures = models.JSONField("任职", default=dict)

    objects = CutQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河段拆分与合并"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.day}）"


class CutPart(models.Model):
    """A reach in a cut: one that ended, or one that came of it."""

    cut = models.ForeignKey(Cut, models.CASCADE, related_name="parts", verbose_name="拆分与合并")
    reach = models.ForeignKey(Reach, models.CASCADE, related_name="cuts", verbose_name="河段")
    is_new = models.BooleanField("新河段")

    objects = CutPartQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拆分与合并的河段"
        ordering = ["cut", "is_new", "reach"]
        constraints = [models.UniqueConstraint(fields=["cut", "reach"], name="cut_part_once")]
