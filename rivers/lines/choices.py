"""Where a line came from."""

from django.db import models


class Source(models.TextChoices):
    DRAWN = "drawn", "在地图上绘制"
    FILE = "file", "文件导入"
    SPLIT = "split", "河段拆分"
    JOIN = "join", "河段合并"
    CARRIED = "carried", "原有中心线"
