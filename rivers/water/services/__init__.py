"""The only places that write sections and their months; the class is computed, never typed."""

from rivers.water.services.months import mark, record_month, save_months
from rivers.water.services.planning import MonthIn, MonthsRefused, Planned, plan_months
from rivers.water.services.sections import create_section, move_section, set_target

__all__ = [
    "MonthIn",
    "MonthsRefused",
    "Planned",
    "create_section",
    "mark",
    "move_section",
    "plan_months",
    "record_month",
    "save_months",
    "set_target",
]
