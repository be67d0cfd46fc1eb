"""Words of what is odd about a walk."""

from django.db import models

from hezhang.core.kernel.choices import Toned


class OddityKind(models.TextChoices):
    TELEPORT = "teleport", "位置相距过远"
    PHOTO = "photo", "照片相同"
    CLOCK = "clock", "手机时间有误"
    OFF = "off", "位置远离河段"
    OVERLAP = "overlap", "时间重叠"


class CheckState(Toned):
    WAITING = "waiting", "orange", "待核实"
    DOUBTED = "doubted", "cyan", "已请本人说明"
    CLEARED = "cleared", "green", "核实无误"


class Word(models.TextChoices):
    """What the office may say."""

    CLEARED = CheckState.CLEARED.value, "核实无误"
    DOUBTED = CheckState.DOUBTED.value, "有疑问，请本人说明"
