"""登记 without the office's click, where its table says what a finding of this kind is (decision 0067)."""

from __future__ import annotations

from datetime import datetime

from hezhang.core.workflow import engine
from hezhang.core.workflow.steps import Step
from issues.ledger.models import FindingRule, Issue, IssueTransition
from issues.ledger.workflow import TABLE
from patrols.walks.models import Finding


def rule_for(issue: Issue, finding: Finding) -> FindingRule | None:
    """The rule of its place for what a patrol found; None where none is on for this kind."""
    rows = FindingRule.objects.in_force(issue.region_id).filter(
        item=finding.item_id, is_on=True, category__is_active=True
    )
    return rows.select_related("item", "category").first()


def register_by_rule(issue: Issue, rule: FindingRule, *, at: datetime) -> IssueTransition:
    """Register what a patrol found as the rule has it."""
    values = {"category": rule.category, "severity": rule.severity, "track": rule.track, "registered_at": at}
    words = f"巡河发现“{rule.item.name}”，按规则登记为{rule.category.name}、{rule.get_severity_display()}。"
    return engine.carry_out(TABLE, issue, Step("register_by_rule", None, values, words, at))
