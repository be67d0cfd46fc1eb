"""The office's own rule of how long rectification may take."""

from django.db import models
from django.db.models import Q

from hezhang.core.kernel.queries import ReferenceQuery
from issues.clocks.choices import Severity, Track


class DeadlineRule(models.Model):
    """整改时限: working days by track and severity. No source fixes them, so the office does."""

    track = models.CharField("整改方式", max_length=8, choices=Track)
    severity = models.CharField("严重程度", max_length=8, choices=Severity)
    workdays = models.PositiveIntegerField("工作日")

    objects = ReferenceQuery.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "整改时限"
        ordering = ["track", "severity"]
        constraints = [
            models.UniqueConstraint(fields=["track", "severity"], name="deadline_rule_once"),
            models.CheckConstraint(condition=Q(workdays__gte=1), name="deadline_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_track_display()} {self.get_severity_display()} {self.workdays} 个工作日"
