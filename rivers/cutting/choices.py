"""What was done to reaches."""

from django.db import models


class CutKind(models.TextChoices):
    SPLIT = "split", "拆分"
    JOIN = "join", "合并"
