"""The reminders' table on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.reminders.models import ReminderRule

register(
    ReferenceTable(
        "issue_reminders",
        ReminderRule,
        "到期与逾期提醒",
        fields=["offset_days", "to", "text", "is_active"],
        list_fields=["offset_days", "to", "text", "is_active"],
        hint="到期前（负数）和逾期后（正数）第几天提醒谁。同一提醒只发一次；已申请销号的问题不再提醒。",
        bounds={"offset_days": (-365, 365)},
    )
)
