"""A versioned scheme: groups, indicators and bands, as the office edits them."""

from django.db import models
from django.db.models import Q

from assessment.schemes.choices import Calculation, IndicatorKind, IndicatorShape
from assessment.schemes.queries import SchemePartQuery, SchemeQuery
from hezhang.core.accounts.models import Region
from hezhang.core.kernel.fields import NameField


class Scheme(models.Model):
    """考核方案: a version of the rules. Once a round uses it, a change makes a new version.

    The shipped one belongs to no region; an office that edits it gets a version of its own region.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="schemes", verbose_name="制定区划"
    )
    name = NameField("名称", max_length=80)
    version = models.PositiveIntegerField("版本", default=1)
    basis = models.CharField("依据", max_length=200, blank=True)
    bonus_cap = models.DecimalField("加分上限", max_digits=5, decimal_places=2, default=3)
    is_active = models.BooleanField("现行", default=False)
    created_at = models.DateTimeField("建立时间")

    objects = SchemeQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核方案"
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["region", "name", "version"], name="scheme_version_once"),
            # Nulls do not clash, so the shipped ones have a constraint of their own.
            models.UniqueConstraint(fields=["name", "version"], condition=Q(region=None), name="scheme_shipped_once"),
            models.UniqueConstraint(fields=["region"], condition=Q(is_active=True), name="scheme_active_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.version} 版）"


class Band(models.Model):
    """等次: from this many points on; ``is_cap`` marks the band that a veto cannot exceed."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="bands", verbose_name="方案")
    name = NameField("等次", max_length=10)
    at_least = models.DecimalField("最低分", max_digits=6, decimal_places=2)
    is_cap = models.BooleanField("一票否决后最高等次", default=False)

    objects = SchemePartQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "等次"
        ordering = ["-at_least"]
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="band_once")]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """考核分组: full points, floored at zero."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="groups", verbose_name="方案")
    name = NameField("分组", max_length=30)
    points = models.DecimalField("满分", max_digits=6, decimal_places=2)
    order = models.IntegerField("排序", default=0)

    objects = SchemePartQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核分组"
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["scheme", "name"], name="group_once")]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """考核指标: a figure and how it becomes points."""

    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="indicators", verbose_name="分组"
    )
    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="indicators", verbose_name="方案")
    code = models.CharField("代码", max_length=20)
    name = NameField("指标", max_length=40)
    kind = models.CharField("取数", max_length=8, choices=IndicatorKind)
    calculation = models.CharField("计算", max_length=20, choices=Calculation, blank=True)
    shape = models.CharField("计分方式", max_length=8, choices=IndicatorShape)
    points = models.DecimalField(
        "分值", max_digits=6, decimal_places=2, default=0, help_text="比率：满分；其余：每项分值"
    )
    cap = models.DecimalField("上限", max_digits=6, decimal_places=2, null=True, blank=True)
    parameters = models.JSONField("参数", default=dict, blank=True)  # by name, as declared in rules/catalogue
    rule = models.CharField("评分规则", max_length=200, blank=True)
    order = models.IntegerField("排序", default=0)

    objects = SchemePartQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核指标"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="indicator_once"),
            models.CheckConstraint(
                condition=Q(kind=IndicatorKind.MANUAL, calculation="")
                | (Q(kind=IndicatorKind.AUTO) & ~Q(calculation="")),
                name="indicator_auto_calculates",
            ),
        ]

    def __str__(self) -> str:
        return self.name
