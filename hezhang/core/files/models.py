"""Uploads: photos and documents, stored under random names outside the web root, re-encoded and stripped of EXIF."""

from django.db import models

from hezhang.core.files.queries import StagedQuery, UploadQuery


class UploadKind(models.TextChoices):
    PHOTO = "photo", "照片"
    SHEET = "sheet", "表格"
    DOCUMENT = "document", "资料"


class Upload(models.Model):
    """附件: the bytes' home. Who may see it is decided by the app whose row points here."""

    kind = models.CharField("类别", max_length=8, choices=UploadKind, default=UploadKind.PHOTO)
    name = models.CharField("原文件名", max_length=200)
    path = models.CharField("存储路径", max_length=120, unique=True)
    thumb = models.CharField("缩略图路径", max_length=120, blank=True)
    size = models.IntegerField("字节数")
    # Of the bytes as received, before re-encoding: the same photo sent twice is recognised by it.
    sha256 = models.CharField("校验", max_length=64, db_index=True)
    width = models.IntegerField("宽", null=True)
    height = models.IntegerField("高", null=True)
    # Read from EXIF before it is stripped, and kept as evidence of when and where.
    taken_at = models.DateTimeField("拍摄时间", null=True)
    lat = models.FloatField("纬度", null=True)
    lng = models.FloatField("经度", null=True)
    # How it looks, in four bands of 16 bits: one that was scaled or sent on is recognised by them (looks.py).
    look_a = models.IntegerField("图像特征 1", null=True, db_index=True)
    look_b = models.IntegerField("图像特征 2", null=True, db_index=True)
    look_c = models.IntegerField("图像特征 3", null=True, db_index=True)
    look_d = models.IntegerField("图像特征 4", null=True, db_index=True)
    post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+", verbose_name="上传岗位")
    uploaded_at = models.DateTimeField("上传时间")

    objects = UploadQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]
        # How much one person has stored today is asked at every upload.
        indexes = [models.Index(fields=["post", "uploaded_at"], name="upload_post_day_idx")]

    def __str__(self) -> str:
        return self.name


class Staged(models.Model):
    """A photo that came ahead of its form. ``client_id`` is the phone's number of it: sent twice, it is one photo."""

    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+", verbose_name="上传岗位")
    client_id = models.UUIDField("照片编号")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="照片")
    staged_at = models.DateTimeField("上传时间", db_index=True)

    objects = StagedQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未提交的照片"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["post", "client_id"], name="staged_once")]

    def __str__(self) -> str:
        return str(self.client_id)
