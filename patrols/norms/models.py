"""How often chiefs walk, what counts, and what may be found."""

from django.db import models
from django.db.models import Q

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.fields import NameField
from hezhang.core.office.parameters.models import AddedSetting, LocalSetting, once_each
from patrols.norms.choices import WAYS, CheckGroup, KindUse, NormScope, NormUnit, WarningLevel


class Norm(LocalSetting):
    """巡河频次: n patrols per period, for chiefs of a tier, in a season, from a day on. Differs by place, so it is data."""

    tier = models.CharField("级别", max_length=10, choices=Tier)
    times = models.PositiveIntegerField("次数", default=1)
    unit = models.CharField("周期", max_length=12, choices=NormUnit)
    scope = models.CharField("对象", max_length=8, choices=NormScope, default=NormScope.PER_CHIEF)
    first_month = models.PositiveIntegerField("起始月", default=1)
    last_month = models.PositiveIntegerField("截止月", default=12)
    # Blank asks on ordinary days; a norm with a level asks while a warning of that level holds (decision 0065).
    level = models.CharField("预警等级", max_length=6, choices=WarningLevel, blank=True, default="")
    # In force from–to, and closed rather than edited: past rates are reckoned anew from the norms of their day.
    starts_on = models.DateField("施行日期")
    ends_on = models.DateField("停用日期", null=True, blank=True)
    basis = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "巡河频次"
        ordering = ["id"]
        constraints = [
            # That spans of days do not overlap either, the page sees to under a lock (norms.rules.editing).
            *once_each("norm_once", "tier", "level", "scope", "unit", "first_month", "last_month", "starts_on"),
            models.CheckConstraint(condition=Q(times__gte=1), name="norm_times_positive"),
            models.CheckConstraint(
                condition=Q(first_month__range=(1, 12), last_month__range=(1, 12)), name="norm_months_in_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()}河长{self.words}"

    @property
    def words(self) -> str:
        """红色预警期间每日 1 次."""
        return f"{self.during}每{self.get_unit_display()} {self.times} 次"

    @property
    def during(self) -> str:
        """红色预警期间; "" for an ordinary norm."""
        return f"{self.get_level_display()}预警期间" if self.level else ""


class Threshold(LocalSetting):
    """有效性阈值: what a patrol must reach to count; 0 asks nothing. Off by default (国办函〔2026〕12号), never blocks."""

    tier = models.CharField("级别", max_length=10, choices=Tier)
    is_on = models.BooleanField("启用", default=False)
    minutes = models.PositiveIntegerField("最短时长（分钟）", default=0)
    # Held against a track, which nobody must record unless a regulation says so.
    km = models.DecimalField("最短里程（km）", max_digits=6, decimal_places=2, default=0)
    share = models.PositiveIntegerField("至少走过河段（%）", default=0)
    hours = models.PositiveIntegerField("距上次巡河至少（小时）", default=0)
    basis = models.CharField("法律依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "有效性阈值"
        ordering = ["id"]
        # A burden on chiefs stands on a regulation or not at all.
        constraints = [
            *once_each("threshold_once", "tier"),
            models.CheckConstraint(condition=Q(is_on=False) | ~Q(basis=""), name="threshold_needs_basis"),
        ]

    def __str__(self) -> str:
        return self.get_tier_display()


def _use(label: str) -> models.CharField:
    return models.CharField(label, max_length=6, choices=KindUse, default=KindUse.COUNTS)


class KindRule(LocalSetting):
    """巡河方式: whether a kind of patrol counts towards the norm of each tier (多样化巡河), and whether phones offer it.

    As shipped all count. What does not count is taken in like any other, and says so.
    """

    way = models.CharField("方式", max_length=8, choices=WAYS, editable=False)
    city, county, town, village = _use("市级河长"), _use("县级河长"), _use("乡级河长"), _use("村级河长")
    basis = models.CharField("依据", max_length=120, blank=True)
    # Not first by name: in the order in which the phone offers them.
    order = models.PositiveIntegerField("排序", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "计入次数的巡河方式"
        ordering = ["order", "id"]
        constraints = [
            *once_each("kind_rule_once", "way"),
            models.CheckConstraint(
                condition=Q(city="counts", county="counts", town="counts", village="counts") | ~Q(basis=""),
                name="kind_rule_needs_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.get_way_display()

    def use_at(self, tier: str) -> KindUse:
        """What it is for the chiefs of a tier."""
        return KindUse(getattr(self, tier))


class CheckItem(AddedSetting):
    """巡查内容: what may be found, grouped; the office edits the list."""

    group = NameField("类型", max_length=12, choices=CheckGroup)
    name = NameField("描述", max_length=40)
    order = models.IntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "巡查内容"
        ordering = ["order", "id"]
        constraints = once_each("check_item_once", "group", "name")

    def __str__(self) -> str:
        return self.name
