"""Rivers, and reaches nested by tier."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.fields import NameField
from hezhang.core.office.parameters.models import LocalSetting, once_each
from rivers.registry.choices import SIDES, Bank, Coded, RiverKind
from rivers.registry.queries import ReachQuery, RiverQuery, SerialQuery

# Of an object's lifetime; an unknown first day says nothing.
IN_ORDER = Q(ended_on__isnull=True) | Q(established_on__isnull=True) | Q(ended_on__gte=F("established_on"))


class River(models.Model):
    """河湖. SL 249-2012 codes only rivers over 500 km² or 30 km, so the local code is the key and the national optional."""

    name = NameField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=RiverKind, default=RiverKind.RIVER)
    code = models.CharField("本地编码", max_length=20, unique=True)
    national_code = models.CharField("国家编码（SL 249）", max_length=20, blank=True)
    # PROTECT here and below: rows of the registry carry tenures, patrols and scores, and are corrected, never deleted.
    region = models.ForeignKey(Region, models.PROTECT, related_name="rivers", verbose_name="所属区划")
    length_km = models.DecimalField("长度（km）", max_digits=8, decimal_places=2, null=True, blank=True)
    basin = NameField("所在水系", max_length=40, blank=True)
    # 支流: what it flows into, and on which side; a tree by the services, which refuse circles.
    flows_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="tributaries", verbose_name="汇入河湖"
    )
    joins_bank = models.CharField("汇入岸别", max_length=6, choices=SIDES, blank=True)
    # Written by the services: `bulk_create` and migrations would pass a save() by.
    pinyin = models.CharField("拼音首字母", max_length=60, blank=True, editable=False)
    remark = models.CharField("备注", max_length=300, blank=True)
    # 对象建立时间, 对象终止时间 (DB34/T 3735.1-2020): the first and the last day on which it is there.
    established_on = models.DateField("对象建立时间", null=True, blank=True)
    ended_on = models.DateField("对象终止时间", null=True, blank=True)
    # Carried by the edit form, and compared under lock (kernel.edits).
    version = models.IntegerField(default=1, editable=False)

    objects = RiverQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河湖"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(length_km__isnull=True) | Q(length_km__gt=0), name="river_length"),
            models.CheckConstraint(condition=IN_ORDER, name="river_lifetime"),
            models.CheckConstraint(condition=~Q(flows_into=F("pk")), name="river_not_into_itself"),
        ]
        indexes = [models.Index(fields=["region", "name"], name="river_region_idx")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rivers:river", args=[self.pk])


class Reach(models.Model):
    """河段: a stretch of a river under one tier's chief; a village reach lies in a town reach, and so on up."""

    river = models.ForeignKey(River, models.PROTECT, related_name="reaches", verbose_name="河湖")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级河段"
    )
    tier = models.CharField("级别", max_length=10, choices=Tier)
    region = models.ForeignKey(Region, models.PROTECT, related_name="reaches", verbose_name="所属区划")
    code = models.CharField("河段编码", max_length=20, unique=True)
    name = NameField("河段名称", max_length=80)
    start_place = NameField("起点", max_length=100, blank=True)
    end_place = NameField("终点", max_length=100, blank=True)
    length_km = models.DecimalField("长度（km）", max_digits=8, decimal_places=2, null=True, blank=True)
    bank = models.CharField("岸别", max_length=6, choices=Bank, default=Bank.BOTH)
    established_on = models.DateField("对象建立时间", null=True, blank=True)
    ended_on = models.DateField("对象终止时间", null=True, blank=True)
    pinyin = models.CharField("拼音首字母", max_length=80, blank=True, editable=False)
    version = models.IntegerField(default=1, editable=False)

    objects = ReachQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河段"
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=IN_ORDER, name="reach_lifetime")]
        indexes = [
            models.Index(fields=["region", "tier"], name="reach_region_idx"),
            models.Index(fields=["river", "tier"], name="reach_river_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rivers:reach", args=[self.pk])


class CodeRule(LocalSetting):
    """编码规则: how the codes are made up that the system offers; what is stored already stays as it is."""

    what = models.CharField("对象", max_length=10, choices=Coded)
    pattern = models.CharField("规则", max_length=40)
    basis = models.CharField("依据", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "编码规则"
        ordering = ["id"]
        constraints = once_each("code_rule_once", "what")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.pattern}"

    def example(self) -> str:
        """The first code that the rule makes in the county of the row, or in one for show."""
        code = self.region_id or "330303101000"
        told = {"county": code[:6], "city": code[:4], "town": code[:9], "letter": "B", "river": "330303000001"}
        front, _, serial = self.pattern.partition("{serial:")
        return f"{front.format_map(told)}{'1'.zfill(int(serial.rstrip('}')))}"

    # As Django's admin reads it; a function's own names are in its dictionary.
    example.__dict__["short_description"] = "示例"


class CodeSerial(models.Model):
    """The last number given out behind a prefix: the number of a row that was taken back is not given out again."""

    prefix = models.CharField("前缀", max_length=24, unique=True)
    last = models.PositiveIntegerField("已用到", default=0)

    objects = SerialQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "编码顺序号"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"
