"""The registry: rivers, reaches nested by tier, dated tenures, signboards, sections and their monthly water quality."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Post, Region
from hezhang.core.kernel.choices import Tier
from rivers.choices import (
    Bank,
    LimitSense,
    Monitored,
    RiverKind,
    TenureKind,
    WaterBody,
    WaterClass,
)
from rivers.queries import InRegion, LimitQuery, ReachQuery, ReadingQuery, RiverQuery, SectionMonthQuery, TenureQuery


class River(models.Model):
    """河湖. SL 249-2012 codes only rivers over 500 km² or 30 km, so the local code is the key and the national optional."""

    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=RiverKind, default=RiverKind.RIVER)
    code = models.CharField("本地编码", max_length=20, unique=True)
    national_code = models.CharField("国家编码（SL 249）", max_length=20, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="rivers", verbose_name="所属区划")
    length_km = models.DecimalField("长度（km）", max_digits=8, decimal_places=2, null=True, blank=True)
    basin = models.CharField("所在水系", max_length=40, blank=True)
    pinyin = models.CharField("拼音首字母", max_length=60, blank=True, editable=False)
    remark = models.CharField("备注", max_length=300, blank=True)
    version = models.IntegerField(default=1, editable=False)

    objects = RiverQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河湖"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(length_km__isnull=True) | Q(length_km__gt=0), name="river_length")
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
    name = models.CharField("河段名称", max_length=80)
    start_place = models.CharField("起点", max_length=100, blank=True)
    end_place = models.CharField("终点", max_length=100, blank=True)
    length_km = models.DecimalField("长度（km）", max_digits=8, decimal_places=2, null=True, blank=True)
    bank = models.CharField("岸别", max_length=6, choices=Bank, default=Bank.BOTH)
    centre_line = models.TextField("中心线", blank=True, help_text="WGS-84，[[经度,纬度],…]")
    pinyin = models.CharField("拼音首字母", max_length=80, blank=True, editable=False)
    version = models.IntegerField(default=1, editable=False)

    objects = ReachQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河段"
        ordering = ["code"]
        indexes = [
            models.Index(fields=["region", "tier"], name="reach_region_idx"),
            models.Index(fields=["river", "tier"], name="reach_river_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rivers:reach", args=[self.pk])


class Tenure(models.Model):
    """河长任职: a post is chief of a reach from a day to a day. History is kept: 责任终身追究 asks who it was on that day."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name="岗位")
    reach = models.ForeignKey(Reach, models.PROTECT, related_name="tenures", verbose_name="河段")
    kind = models.CharField("类别", max_length=12, choices=TenureKind, default=TenureKind.RESPONSIBLE)
    starts_on = models.DateField("任职日期")
    ends_on = models.DateField("离任日期", null=True, blank=True)

    objects = TenureQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河长任职"
        ordering = ["reach_id", "kind", "-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="tenure_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["reach"],
                condition=Q(kind=TenureKind.RESPONSIBLE, ends_on__isnull=True),
                name="one_responsible_chief",
            ),
            models.UniqueConstraint(fields=["post", "reach", "kind", "starts_on"], name="tenure_once"),
        ]
        indexes = [models.Index(fields=["post", "ends_on"], name="tenure_post_idx")]

    def __str__(self) -> str:
        return f"{self.post.user.name} {self.get_kind_display()} {self.reach.name}"


class Signboard(models.Model):
    """公示牌: stale when a chief changed after it was renewed (renewal within 15 days: Hebei standard of 2022)."""

    reach = models.ForeignKey(Reach, models.PROTECT, related_name="signboards", verbose_name="河段")
    region = models.ForeignKey(Region, models.PROTECT, related_name="signboards", verbose_name="所属区划")
    code = models.CharField("编号", max_length=24, unique=True)
    place = models.CharField("安装地点", max_length=100, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    renewed_on = models.DateField("更新日期")

    objects = InRegion.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示牌"
        ordering = ["code"]
        indexes = [models.Index(fields=["region"], name="signboard_region_idx")]

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


class Section(models.Model):
    """断面: where water is sampled, with its target class."""

    name = models.CharField("名称", max_length=60)
    code = models.CharField("编码", max_length=20, unique=True)
    river = models.ForeignKey(River, models.PROTECT, related_name="sections", verbose_name="河湖")
    region = models.ForeignKey(Region, models.PROTECT, related_name="sections", verbose_name="考核区划")
    body = models.CharField("水体类型", max_length=6, choices=WaterBody, default=WaterBody.RIVER)
    target = models.IntegerField("目标水质", choices=WaterClass, default=WaterClass.III)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)

    objects = InRegion.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监测断面"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rivers:section", args=[self.pk])


class WaterStandard(models.Model):
    """水质标准: a version of the limit table; GB 3838-2002 ships, a revision is a new row."""

    code = models.CharField("标准号", max_length=30, unique=True)
    name = models.CharField("名称", max_length=60)
    valid_from = models.DateField("施行日期")

    objects = LimitQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "水质标准"
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.code


class WaterLimit(models.Model):
    """标准限值: inclusive, mg/L unless the item says otherwise; ``body`` empty means both kinds of water body."""

    standard = models.ForeignKey(WaterStandard, models.CASCADE, related_name="limits", verbose_name="标准")
    item = models.CharField("项目代码", max_length=16)
    item_name = models.CharField("项目", max_length=30)
    unit = models.CharField("单位", max_length=10, default="mg/L")
    body = models.CharField("水体类型", max_length=6, choices=WaterBody, blank=True)
    sense = models.CharField("方向", max_length=6, choices=LimitSense, default=LimitSense.AT_MOST)
    water_class = models.IntegerField("类别", choices=WaterClass)
    limit = models.DecimalField("限值", max_digits=14, decimal_places=6)
    upper = models.DecimalField("上限", max_digits=14, decimal_places=6, null=True, blank=True)
    is_assessed = models.BooleanField("参与单因子评价", default=True)

    objects = LimitQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "水质限值"
        ordering = ["standard", "item", "body", "water_class"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "item", "body", "water_class"], name="water_limit_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_name} {self.get_water_class_display()}"


class SectionMonth(models.Model):
    """断面月水质: one section, one month; the class is computed by 单因子评价 from the readings, never typed."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="months", verbose_name="断面")
    month = models.DateField("月份", help_text="当月 1 日")
    monitored = models.CharField("监测情况", max_length=8, choices=Monitored, default=Monitored.YES)
    water_class = models.IntegerField("水质类别", choices=WaterClass, null=True, blank=True)
    main_pollutants = models.CharField("主要污染指标", max_length=100, blank=True)
    standard = models.ForeignKey(
        WaterStandard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="评价标准"
    )
    source = models.CharField("数据来源", max_length=60, blank=True)

    objects = SectionMonthQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "断面月水质"
        ordering = ["-month", "section_id"]
        constraints = [
            models.UniqueConstraint(fields=["section", "month"], name="section_month_once"),
            models.CheckConstraint(
                condition=Q(monitored=Monitored.YES, water_class__isnull=False)
                | (~Q(monitored=Monitored.YES) & Q(water_class__isnull=True)),
                name="month_class_if_monitored",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section.name} {self.month:%Y年%m月}"

    @property
    def is_met(self) -> bool | None:
        """Whether the month reached the section's target; None when not monitored (不参评)."""
        return None if self.water_class is None else self.water_class <= self.section.target


class Reading(models.Model):
    """监测值: as reported (e.g. 0.025L) and as reckoned (below the detection limit: half of it)."""

    month = models.ForeignKey(SectionMonth, models.CASCADE, related_name="readings", verbose_name="月水质")
    item = models.CharField("项目代码", max_length=16)
    reported = models.CharField("报出值", max_length=20)
    value = models.DecimalField("计算值", max_digits=14, decimal_places=6)

    objects = ReadingQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监测值"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["month", "item"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.item}={self.reported}"
