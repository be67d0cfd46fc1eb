"""The office's own rule of when to remind whom."""

from django.db import models

from hezhang.core.office.parameters.models import LocalSetting, once_each
from issues.reminders.choices import ReminderTo


class ReminderRule(LocalSetting):
    """提醒规则: when, relative to the due date, and whom (T−3, T, T+1, T+3 …)."""

    offset_days = models.IntegerField("距到期天数", help_text="负数为到期前，正数为逾期后（自然日）")
    to = models.CharField("提醒对象", max_length=8, choices=ReminderTo)
    text = models.CharField("提醒内容", max_length=60)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "到期与逾期提醒"
        ordering = ["offset_days", "id"]
        constraints = once_each("reminder_rule_once", "offset_days", "to")

    def __str__(self) -> str:
        return f"T{self.offset_days:+d} {self.get_to_display()}"

    @property
    def when(self) -> str:
        """到期前 3 天, 到期当天, 逾期 3 天."""
        if not self.offset_days:
            return "到期当天"
        return f"{'到期前' if self.offset_days < 0 else '逾期'} {abs(self.offset_days)} 天"
