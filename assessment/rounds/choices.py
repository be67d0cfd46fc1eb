"""States of a round."""

from django.db import models

from hezhang.core.kernel.choices import Toned


class Span(models.TextChoices):
    """How long a round runs; a unit of ``kernel.periods``."""

    WEEK = "week", "周"
    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    HALF_YEAR = "half_year", "半年"
    YEAR = "year", "年度"


class RoundState(Toned):
    # Reckoned as often as one likes before the superior's assessment, so that what is wrong is put right in time.
    RUNNING = "running", "blue", "预评估"
    FROZEN = "frozen", "green", "已定稿"
