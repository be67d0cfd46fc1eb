"""States of a round."""

from django.db import models


class RoundState(models.TextChoices):
    RUNNING = "running", "预评估"
    FROZEN = "frozen", "已定稿"
