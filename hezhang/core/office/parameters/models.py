"""Settings with a region: what ships with the product, and what a county or a city keeps itself."""

from django.db import models
from django.db.models import Q

from hezhang.core.accounts.models import Post, Region
from hezhang.core.office.parameters.queries import AddedQuery, LocalQuery, OwnTableQuery

ONCE = "once:"
SAME = "已有相同的一条，请修改原有的那一条。"


class OwnTable(models.Model):
    """本区自定: the region keeps its own rows of a table, be they none; without this, the shipped ones hold there."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="own_tables", verbose_name="区划")
    table = models.CharField("表", max_length=30)
    since = models.DateTimeField("自定时间")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="设置人岗位")

    objects = OwnTableQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "本区自定参数"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["region", "table"], name="own_table_once")]

    def __str__(self) -> str:
        return f"{self.region_id} {self.table}"


def once_each(name: str, *fields: str) -> list[models.UniqueConstraint]:
    """A row once among the shipped ones, and once in each region (nulls do not clash, so it takes two constraints)."""
    told = {"violation_error_message": SAME, "violation_error_code": f"{ONCE}{','.join(fields)}"}
    return [
        models.UniqueConstraint(fields=fields, condition=Q(region=None), name=name, **told),
        models.UniqueConstraint(fields=["region", *fields], name=f"{name}_in_region"),
    ]


class _WithRegion(models.Model):
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="区划"
    )

    class Meta:
        abstract = True


class LocalSetting(_WithRegion):
    """A table that a region keeps as a whole (按本区修改), or leaves as it ships."""

    objects = LocalQuery.as_manager()

    class Meta:
        abstract = True


class AddedSetting(_WithRegion):
    """A list to which a region adds rows; other rows point to them, so that none is copied."""

    objects = AddedQuery.as_manager()

    class Meta:
        abstract = True
