"""Signboards at the water's edge."""

from django.db import models

from hezhang.core.accounts.models import Region
from hezhang.core.kernel.fields import NameField
from rivers.registry.models import Reach
from rivers.registry.queries import InRegion


class Signboard(models.Model):
    """公示牌: stale when a chief changed after it was renewed (renewal within 15 days: Hebei standard of 2022)."""

    reach = models.ForeignKey(Reach, models.PROTECT, related_name="signboards", verbose_name="河段")
    # The reach's own, once more: the scope of every list asks for a region in the row itself, without a join.
    region = models.ForeignKey(Region, models.PROTECT, related_name="signboards", verbose_name="所属区划")
    code = models.CharField("编号", max_length=24, unique=True)
    place = NameField("安装地点", max_length=100, blank=True)
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
