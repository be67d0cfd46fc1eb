"""The ledger's tables: the issue, what hangs on it, and the office's own rules about it."""

from issues.ledger.models.issue import CountyField, Issue
from issues.ledger.models.settings import Category, EvidenceRule, FindingRule, NumberSeries, RaiseTerm, SignOffRule
from issues.ledger.models.trail import ClockSpan, CoUnit, Evidence, IssueTransition

__all__ = [
    "Category",
    "ClockSpan",
    "CoUnit",
    "CountyField",
    "Evidence",
    "EvidenceRule",
    "FindingRule",
    "Issue",
    "IssueTransition",
    "NumberSeries",
    "RaiseTerm",
    "SignOffRule",
]
