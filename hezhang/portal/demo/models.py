"""What makes a database the demonstration's."""

from django.db import models


class Mark(models.Model):
    """Written by build_demo with the district it builds; without it nobody enters by name."""

    built_at = models.DateTimeField("建立时间")

    class Meta:
        verbose_name = verbose_name_plural = "演示标记"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"演示数据，建立于 {self.built_at:%Y-%m-%d %H:%M}"
