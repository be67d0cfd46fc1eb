"""The office's own rule of how long rectification may take."""

from django.db import models
from django.db.models import Q

from hezhang.core.office.parameters.models import LocalSetting, once_each
from issues.clocks.choices import Severity, Track


class DeadlineRule(LocalSetting):
    """整改时限: working days by track and severity. No source fixes them, so the office does."""

    track = models.CharField("整改方式", max_length=8, choices=Track)
    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    workdays = models.PositiveIntegerField("工作日")

    class Meta:
        verbose_name = verbose_name_plural = "整改时限"
        ordering = ["track", "severity"]
        constraints = [
            *once_each("deadline_rule_once", "track", "severity"),
            models.CheckConstraint(condition=Q(workdays__gte=1), name="deadline_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_track_display()} {self.get_severity_display()} {self.workdays} 个工作日"
