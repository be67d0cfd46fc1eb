"""States and spans of a round."""

from django.db import models

from hezhang.core.kernel.choices import Toned


class Span(models.TextChoices):
    """How long a round runs; a unit of ``kernel.periods``."""

    WEEK = "week", "周"
    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    HALF_YEAR = "half_year", "半年"
    YEAR = "year", "年度"


# What the span before is called. 上半年 is the half that begins in January, so a half-year says 上期.
BEFORE = {Span.WEEK: "上周", Span.MONTH: "上月", Span.QUARTER: "上季", Span.HALF_YEAR: "上期", Span.YEAR: "上年"}


class RoundState(Toned):
    # Reckoned as often as one likes before the superior's assessment, so that what is wrong is put right in time.
    RUNNING = "running", "blue", "预评估"
    FROZEN = "frozen", "green", "已定稿"
