"""Words of the clocks: what a term of rectification hangs on."""

from datetime import date

from django.db import models

# Where no deadline runs: sorts after every day.
NEVER = date(9999, 12, 31)


class Severity(models.TextChoices):
    # The official grades are three: 一般 / 较严重 / 重大. Urgency (一般, 加急, 紧急) is another matter in working systems.
    MINOR = "minor", "一般"
    SERIOUS = "serious", "较严重"
    MAJOR = "major", "重大"


class SpanKind(models.TextChoices):
    """What a clock is made of."""

    TERM = "term", "整改时限"
    EXTENSION = "extend", "延期"
    PAUSE = "pause", "挂起"


class Track(models.TextChoices):
    """Tracks of rectification: at once, within a set term, or over months and years by a plan in stages."""

    # 立行立改 and the long-term kind: the founding documents ask for both in one ledger.
    INSTANT = "instant", "立行立改"
    TERM = "term", "限期整改"
    LONG = "long", "长期整改"
