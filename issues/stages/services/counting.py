"""What the issue itself knows of its stages, so that its own table can ask: since when there is a plan, how many are left."""

from __future__ import annotations

from datetime import datetime

from issues.ledger.models import Issue
from issues.stages.models import StagePlan


def count_stages(plan: StagePlan, at: datetime | None = None) -> None:
    """Within the step's transaction; ``at``: the plan was confirmed at that moment."""
    told = {"stages_left": plan.stages.open().count()} | ({"staged_at": at} if at else {})
    Issue.objects.filter(pk=plan.issue_id).update(**told)
