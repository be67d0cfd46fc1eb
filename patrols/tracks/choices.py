"""Words of tracks."""

from django.db import models


class Why(models.TextChoices):
    """Why a point of a track is kept and shown, and not counted."""

    BROKEN = "broken", "坐标或时间无效"
    UNTIMED = "untimed", "没有时间"
    CONFLICT = "conflict", "同一时刻另有位置"
    POOR = "poor", "定位误差过大"
    JUMP = "jump", "跳点"
    OUTSIDE = "outside", "不在巡河时间内"


class Recording(models.TextChoices):
    """Whether tracks are taken at all. There is no compulsory one (国办函〔2026〕12号)."""

    OFF = "off", "不记录"
    VOLUNTARY = "voluntary", "自愿记录"


class Source(models.TextChoices):
    PHONE = "phone", "手机"
    GPX = "gpx", "GPX 文件"
