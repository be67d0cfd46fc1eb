"""Kinds of things at the water with their fields as data, the things themselves, and what was true of them since when."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.fields import NameField
from hezhang.core.kernel.words import decimal_words
from hezhang.core.office.parameters.models import AddedSetting, once_each
from rivers.assets.choices import Bank, Holder, Shape, ValueType
from rivers.assets.queries import AssetQuery, FileQuery, KindQuery, ValueQuery
from rivers.registry.models import IN_ORDER, Reach, River

# A value, and a file, belongs to an asset or to a river.
OF_ONE = Q(asset__isnull=False, river__isnull=True) | Q(asset__isnull=True, river__isnull=False)


class ObjectKind(AddedSetting):
    """对象类别: 排污口, 取水口, … and the kinds of rivers; with a region it is that region's own (decision 0020)."""

    # Never shown: what ships is found again by it, whatever it is called meanwhile.
    key = models.CharField("标识", max_length=24, unique=True, editable=False)
    name = NameField("类别名称", max_length=30)
    holder = models.CharField("用于", max_length=10, choices=Holder, default=Holder.ASSET)
    letter = models.CharField("编码字母", max_length=3, blank=True, help_text="大写字母，用在自动编码里，如排污口 B。")
    has_position = models.BooleanField("有位置", default=True, help_text="登记经纬度，并显示在地图上。")
    shape = models.CharField("图上形状", max_length=10, choices=Shape, default=Shape.CIRCLE)
    colour = models.CharField("图上颜色", max_length=7, default="#2c7fb8")
    card = NameField("身份证标题", max_length=30, blank=True, help_text="填写后可以打印身份证，如“入河排污口身份证”。")
    order = models.IntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)

    objects = KindQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对象类别"
        ordering = ["order", "id"]
        constraints = once_each("object_kind_once", "name")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rivers:object_kind", args=[self.pk])


class ObjectField(AddedSetting):
    """对象字段: one thing that is known of the things of a kind; a region adds fields of its own to a kind that ships."""

    kind = models.ForeignKey(ObjectKind, models.PROTECT, related_name="fields", verbose_name="类别")
    key = models.CharField("标识", max_length=24, editable=False)
    name = NameField("字段名称", max_length=30)
    type = models.CharField("类型", max_length=8, choices=ValueType, default=ValueType.TEXT)
    unit = models.CharField("单位", max_length=16, blank=True)
    decimals = models.PositiveSmallIntegerField("小数位数", default=2, validators=[MaxValueValidator(6)])
    least = models.DecimalField("最小值", max_digits=18, decimal_places=6, null=True, blank=True)
    most = models.DecimalField("最大值", max_digits=18, decimal_places=6, null=True, blank=True)
    options = models.CharField("选项", max_length=1000, blank=True, help_text="一行一个。")
    is_required = models.BooleanField("必填", default=False)
    in_list = models.BooleanField("列表中显示", default=False)
    help = models.CharField("填写说明", max_length=100, blank=True)
    order = models.IntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)

    objects = KindQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对象字段"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="object_field_key_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """年排污总量（万m³）: as forms, lists and workbooks head it."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name

    @property
    def limits_words(self) -> str:
        """甲、乙 of a choice; 0–100 of a number."""
        if self.type != ValueType.NUMBER:
            return "、".join(self.choices)
        ends = [decimal_words(end) if end is not None else "" for end in (self.least, self.most)]
        return f"{ends[0]}–{ends[1]}" if all(ends) else f"≥ {ends[0]}" if ends[0] else f"≤ {ends[1]}" if ends[1] else ""

    @property
    def choices(self) -> list[str]:
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class Asset(models.Model):
    """涉河对象: an outfall, an intake, a sluice, a bridge …; what its kind's fields say of it are ``FieldValue``s."""

    kind = models.ForeignKey(ObjectKind, models.PROTECT, related_name="assets", verbose_name="类别")
    name = NameField("名称", max_length=60)
    code = models.CharField("编码", max_length=24, unique=True)
    river = models.ForeignKey(
        River, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name="所在河湖"
    )
    reach = models.ForeignKey(
        Reach, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name="所在河段"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="assets", verbose_name="所属区划")
    bank = models.CharField("岸别", max_length=6, choices=Bank, blank=True)
    place = NameField("地点", max_length=100, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    lng = models.FloatField("经度", null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name="主管单位"
    )
    keeper = NameField("责任（管理）单位", max_length=60, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)
    # 对象建立时间, 对象终止时间 (DB34/T 3735.1-2020)
    established_on = models.DateField("对象建立时间", null=True, blank=True)
    ended_on = models.DateField("对象终止时间", null=True, blank=True)
    pinyin = models.CharField("拼音首字母", max_length=60, blank=True, editable=False)
    version = models.IntegerField(default=1, editable=False)

    objects = AssetQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "涉河对象"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=IN_ORDER, name="asset_lifetime")]
        indexes = [
            models.Index(fields=["region", "kind"], name="asset_region_idx"),
            models.Index(fields=["kind", "code"], name="asset_kind_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rivers:asset", args=[self.pk])


class FieldValue(models.Model):
    """对象数据: what a field says of an asset (or a river) from a day on, until the next; "" says that it is not known."""

    field = models.ForeignKey(ObjectField, models.PROTECT, related_name="values", verbose_name="字段")
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, blank=True, related_name="values", verbose_name="对象")
    river = models.ForeignKey(River, models.CASCADE, null=True, blank=True, related_name="values", verbose_name="河湖")
    valid_from = models.DateField("起始日期")
    # Numbers without needless zeros, days as 2026-11-25, 是 or 否, an option's own words.
    text = models.CharField("内容", max_length=200, blank=True)
    number = models.DecimalField("数值", max_digits=20, decimal_places=6, null=True, blank=True, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="登记岗位")
    noted_at = models.DateTimeField("登记时间", default=timezone.now)

    objects = ValueQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "对象数据"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=OF_ONE, name="value_of_one"),
            models.UniqueConstraint(fields=["asset", "field", "valid_from"], name="asset_value_once"),
            models.UniqueConstraint(fields=["river", "field", "valid_from"], name="river_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field.name} {self.text}（{self.valid_from}）"


class AssetFile(models.Model):
    """照片与资料 of an asset or of a river: photos, licences, drawings."""

    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="对象")
    river = models.ForeignKey(River, models.PROTECT, null=True, blank=True, related_name="files", verbose_name="河湖")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+", verbose_name="附件")
    caption = NameField("说明", max_length=60, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name="上传岗位")
    added_at = models.DateTimeField("上传时间", default=timezone.now)

    objects = FileQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "照片与资料"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=OF_ONE, name="asset_file_of_one")]

    def __str__(self) -> str:
        return self.caption or self.upload.name
