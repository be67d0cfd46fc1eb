"""Pages of leads."""

from issues.leads.views.pages import lead, lead_batch, lead_batches, lead_photo, leads, record_lead
from issues.leads.views.verbs import confirm_lead, dismiss_lead, join_lead, reopen_lead

__all__ = [
    "confirm_lead",
    "dismiss_lead",
    "join_lead",
    "lead",
    "lead_batch",
    "lead_batches",
    "lead_photo",
    "leads",
    "record_lead",
    "reopen_lead",
]
