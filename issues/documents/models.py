"""文书模板: the office's own form of a paper."""

from django.db import models

from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from issues.documents.choices import PaperKind
from issues.documents.queries import PaperTemplateQuery


class PaperTemplate(models.Model):
    """One .docx for a kind of paper, which the doctor has passed; another one takes its place."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="区划")
    kind = models.CharField("文书", max_length=10, choices=PaperKind)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="文件")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="上传人岗位")
    added_at = models.DateTimeField("上传时间")

    objects = PaperTemplateQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["region_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["region", "kind"], name="paper_template_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}模板"
