"""What can be done with leads."""

from issues.leads.services.lists import list_of, take_in, tell_list
from issues.leads.services.steps import (
    confirm_lead,
    dismiss_lead,
    find_lead,
    join_lead,
    prove_lead,
    record_lead,
    remind_leads,
    reopen_lead,
)

__all__ = [
    "confirm_lead",
    "dismiss_lead",
    "find_lead",
    "join_lead",
    "list_of",
    "prove_lead",
    "record_lead",
    "remind_leads",
    "reopen_lead",
    "take_in",
    "tell_list",
]
