"""Words of messages."""

from django.db import models


class Pace(models.TextChoices):
    """How soon a message may ring a phone. In-app it stands at once."""

    URGENT = "urgent", "立即"
    SOON = "soon", "时段内立即"
    DIGEST = "digest", "每日汇总"
