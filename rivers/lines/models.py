"""The lines of reaches, and the shapes of lakes and reservoirs."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from hezhang.core.geo import polyline
from hezhang.core.geo.positions import Point
from rivers.lines.choices import Source
from rivers.lines.queries import LineQuery, ShapeQuery
from rivers.registry.models import Reach, River

STORED, SHOWN = 6, 5  # digits of a degree: a tenth of a metre, a metre


class Drawing(models.Model):
    """What both have. Encoded text, not a geometry type: PostGIS is not assumed (decision 0021)."""

    path = models.TextField("坐标", help_text="encoded polyline，6 位，WGS-84，纬度在前")
    drawn = models.TextField("地图用坐标", help_text="简化后的 encoded polyline，5 位")
    points = models.IntegerField("点数")
    south = models.FloatField("最南纬度")
    north = models.FloatField("最北纬度")
    west = models.FloatField("最西经度")
    east = models.FloatField("最东经度")
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.DRAWN)
    version = models.IntegerField(default=1, editable=False)
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        abstract = True

    def positions(self) -> list[Point]:
        """All stored points: (latitude, longitude), WGS-84."""
        return polyline.decode(self.path, STORED)


class ReachLine(Drawing):
    """The centre line of a reach, in the direction of flow. A river's line is that of its reaches."""

    reach = models.OneToOneField(Reach, models.PROTECT, related_name="line", verbose_name="河段")
    # Along the line; what the registry states as the reach's length is an official figure and stays as it is.
    length_km = models.DecimalField("线长（公里）", max_digits=9, decimal_places=3)

    objects = LineQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河线"
        ordering = ["reach"]

    def __str__(self) -> str:
        return f"{self.reach}河线"

    def get_absolute_url(self) -> str:
        return reverse("rivers:reach", args=[self.reach_id])


class RiverShape(Drawing):
    """Where a lake, reservoir or wetland lies: the ring around it, or one point while nobody has drawn it.

    On the river and not on its reaches: a lake's reaches are shares of one shore and have no outline of their own.
    """

    river = models.OneToOneField(River, models.PROTECT, related_name="shape", verbose_name="河湖")
    area_km2 = models.DecimalField("水面面积（平方公里）", max_digits=10, decimal_places=4, null=True, blank=True)

    objects = ShapeQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "河湖轮廓"
        ordering = ["river"]

    def __str__(self) -> str:
        return f"{self.river}轮廓"

    def get_absolute_url(self) -> str:
        return reverse("rivers:river", args=[self.river_id])
