"""The only places that write sections and their months; the class is computed, never typed."""

from rivers.water.services.months import mark, record_month, save_months
from rivers.water.services.planning import MonthIn, MonthsRefused, Planned, plan_months
from rivers.water.services.sections import (
    create_section,
    edit_section,
    foretell_edit,
    move_section,
    section_mark,
    set_target,
)

__all__ = [
    "MonthIn",
    "MonthsRefused",
    "Planned",
    "create_section",
    "edit_section",
    "foretell_edit",
    "mark",
    "move_section",
    "plan_months",
    "record_month",
    "save_months",
    "section_mark",
    "set_target",
]
