"""Sections, the standard's limits, and what was measured month by month."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.fields import NameField
from hezhang.core.office.parameters.models import LocalSetting, once_each
from rivers.registry.models import River
from rivers.water.choices import LimitSense, Monitored, WaterBody, WaterClass
from rivers.water.queries import (
    LimitQuery,
    OfSection,
    ReadingQuery,
    SectionQuery,
    StandardQuery,
    TargetQuery,
    TrendQuery,
)


class Section(models.Model):
    """断面: where water is sampled, with its target class."""

    name = NameField("名称", max_length=60)
    code = models.CharField("编码", max_length=20, unique=True)
    river = models.ForeignKey(River, models.PROTECT, related_name="sections", verbose_name="河湖")
    region = models.ForeignKey(Region, models.PROTECT, related_name="sections", verbose_name="考核区划")
    body = models.CharField("水体类型", max_length=6, choices=WaterBody, default=WaterBody.RIVER)
    # What holds before the first SectionTarget.
    target = models.IntegerField("目标水质", choices=WaterClass, default=WaterClass.III)
    lat = models.FloatField("纬度", null=True, blank=True)
    lng = models.FloatField("经度", null=True, blank=True)
    established_on = models.DateField("对象建立时间", null=True, blank=True)
    ended_on = models.DateField("对象终止时间", null=True, blank=True)

    objects = SectionQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监测断面"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(established_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("established_on")),
                name="section_lifetime",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rivers:section", args=[self.pk])


class SectionTarget(models.Model):
    """目标水质的调整: from a month on, until the next one; a target of 2027 leaves the months of 2026 what they were."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="targets", verbose_name="断面")
    since = models.DateField("起始月份", help_text="当月 1 日")
    target = models.IntegerField("目标水质", choices=WaterClass)
    basis = models.CharField("依据", max_length=100)

    objects = TargetQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目标水质"
        ordering = ["section_id", "-since"]
        constraints = [models.UniqueConstraint(fields=["section", "since"], name="section_target_once")]

    def __str__(self) -> str:
        return f"{self.section.name} {self.since:%Y年%m月}起 {self.get_target_display()}"


class MonthlyItem(LocalSetting):
    """月报项目: a column of the monthly sheet; what has no limit in the standard (水温) is kept and not judged."""

    item = models.CharField("项目代码", max_length=16)
    name = NameField("项目", max_length=30)
    unit = models.CharField("单位", max_length=10, default="mg/L", blank=True)
    order = models.IntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "月报项目"
        ordering = ["order", "id"]
        constraints = once_each("monthly_item_once", "item")

    def __str__(self) -> str:
        return self.name


class WaterStandard(models.Model):
    """水质标准: a version of the limit table; GB 3838-2002 ships, a revision is a new row."""

    code = models.CharField("标准号", max_length=30, unique=True)
    name = NameField("名称", max_length=60)
    valid_from = models.DateField("施行日期")

    objects = StandardQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "水质标准"
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.code


class WaterLimit(models.Model):
    """标准限值: inclusive, mg/L unless the item says otherwise; ``body`` empty means both kinds of water body."""

    standard = models.ForeignKey(WaterStandard, models.CASCADE, related_name="limits", verbose_name="标准")
    item = models.CharField("项目代码", max_length=16)
    item_name = NameField("项目", max_length=30)
    unit = models.CharField("单位", max_length=10, default="mg/L")
    body = models.CharField("水体类型", max_length=6, choices=WaterBody, blank=True)
    sense = models.CharField("方向", max_length=6, choices=LimitSense, default=LimitSense.AT_MOST)
    water_class = models.IntegerField("类别", choices=WaterClass)
    limit = models.DecimalField("限值", max_digits=14, decimal_places=6)
    upper = models.DecimalField("上限", max_digits=14, decimal_places=6, null=True, blank=True)
    is_assessed = models.BooleanField("参与单因子评价", default=True)
    instead_of = models.CharField(
        "可替代项目",
        max_length=16,
        blank=True,
        help_text="达到本限值即视为该项目达到本类别，如溶解氧饱和率 90% 之于溶解氧Ⅰ类",
    )

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
    # Written beside the class: what was asked of the section in that month, whatever is asked today.
    target = models.IntegerField("当月目标", choices=WaterClass, default=WaterClass.III)
    main_pollutants = models.CharField("主要污染指标", max_length=100, blank=True)
    standard = models.ForeignKey(
        WaterStandard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="评价标准"
    )
    source = models.CharField("数据来源", max_length=60, blank=True)

    objects = OfSection.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "断面月水质"
        ordering = ["-month", "section_id"]
        constraints = [
            models.UniqueConstraint(fields=["section", "month"], name="section_month_once"),
            # A month without a class was not monitored, and the other way round: scores leave out exactly those.
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
        """Whether the month reached its target; None when not monitored (不参评)."""
        return None if self.water_class is None else self.water_class <= self.target


class SectionTrend(models.Model):
    """变化趋势: the seasonal test over an item's months, reckoned again with every month that is written."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="trends", verbose_name="断面")
    item = models.CharField("项目代码", max_length=16)
    name = NameField("项目", max_length=30)
    first = models.DateField("起始月份")
    last = models.DateField("截止月份")
    months = models.IntegerField("监测月数")
    words = models.CharField("结论", max_length=60)
    p = models.FloatField("显著性水平")
    slope = models.FloatField("每年变化")
    is_worse = models.BooleanField("变差")

    objects = TrendQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "水质变化趋势"
        ordering = ["section_id", "p"]
        constraints = [models.UniqueConstraint(fields=["section", "item"], name="section_trend_once")]

    def __str__(self) -> str:
        return f"{self.section.name} {self.words}"


class Reading(models.Model):
    """监测值: as reported (e.g. 0.025L) and as reckoned (below the detection limit: half of it)."""

    month = models.ForeignKey(SectionMonth, models.CASCADE, related_name="readings", verbose_name="月水质")
    item = models.CharField("项目代码", max_length=16)
    reported = models.CharField("报出值", max_length=20)
    # Decimal and no float: limits are inclusive, and 1.00 must keep a limit of 1.0.
    value = models.DecimalField("计算值", max_digits=14, decimal_places=6)

    objects = ReadingQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监测值"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["month", "item"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.item}={self.reported}"
