"""What Django looks for: the models of all rooms. Everybody else imports from the room."""

from issues.clocks.models import DeadlineRule
from issues.ledger.models import Category, Evidence, EvidenceRule, Issue, IssueTransition, NumberSeries, SignOffRule
from issues.reminders.models import ReminderRule

__all__ = [
    "Category",
    "DeadlineRule",
    "Evidence",
    "EvidenceRule",
    "Issue",
    "IssueTransition",
    "NumberSeries",
    "ReminderRule",
    "SignOffRule",
]
