"""Reminders that ship with the product: proposals that every office may edit."""

from hezhang.core.kernel.defaults import add_missing
from issues.reminders.choices import ReminderTo
from issues.reminders.models import ReminderRule

# Remind, then tell those above, as 苍溪县 does (2018: 提示 → 约谈 → 通报). Steps above a reminder stay with people:
# nothing here is a punishment, and the seventh day only suggests 督办.
REMINDERS = [
    (-3, ReminderTo.UNIT, "整改时限还有 3 天"),
    (0, ReminderTo.UNIT, "整改时限今天到期"),
    (1, ReminderTo.UNIT, "整改已逾期"),
    (1, ReminderTo.OFFICE, "责任单位整改已逾期"),
    (3, ReminderTo.CHIEF, "整改逾期 3 天，请过问"),
    (3, ReminderTo.UNIT_HEAD, "本单位整改逾期 3 天，请督促"),
    (5, ReminderTo.TOWN_CHIEF, "辖区内整改逾期 5 天，请过问"),
    (7, ReminderTo.OFFICE, "整改逾期 7 天，建议督办"),
    (7, ReminderTo.COUNTY, "整改逾期 7 天，建议督办"),
    (10, ReminderTo.COUNTY_CHIEF, "整改逾期 10 天，请过问"),
]


def load() -> int:
    """Add what is missing; returns how many rows were added."""
    return add_missing(
        [ReminderRule(offset_days=days, to=to, text=text) for days, to, text in REMINDERS], "offset_days", "to"
    )
