"""Words of the clocks: what a term of rectification hangs on."""

from django.db import models


class Severity(models.TextChoices):
    MINOR = "minor", "一般"
    SERIOUS = "serious", "较严重"
    MAJOR = "major", "重大"


class Track(models.TextChoices):
    """Two tracks of rectification: at once, or within a set term."""

    INSTANT = "instant", "立行立改"
    TERM = "term", "限期整改"
