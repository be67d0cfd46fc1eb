"""The ledger's tables: the issue, what hangs on it, and the office's own rules about it."""

from issues.ledger.models.issue import CountyField, Issue
from issues.ledger.models.settings import Category, EvidenceRule, NumberSeries, SignOffRule
from issues.ledger.models.trail import ClockSpan, CoUnit, Evidence, IssueTransition

__all__ = [
    "Category",
    "ClockSpan",
    "CoUnit",
    "CountyField",
    "Evidence",
    "EvidenceRule",
    "Issue",
    "IssueTransition",
    "NumberSeries",
    "SignOffRule",
]
