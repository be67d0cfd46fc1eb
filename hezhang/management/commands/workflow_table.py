"""Print the transition tables as Markdown, for the README: the code is the source."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Model

from assessment.rounds.models import Round
from assessment.rounds.workflow import TABLE as ROUND_TABLE
from hezhang.core.workflow.table import Row, Table
from issues.campaigns.models import Campaign, Visit
from issues.campaigns.workflow import TABLE as CAMPAIGN_TABLE
from issues.campaigns.workflow import VISIT_TABLE
from issues.escalation.models import Notice
from issues.escalation.workflow import TABLE as NOTICE_TABLE
from issues.leads.models import Lead
from issues.leads.workflow import TABLE as LEAD_TABLE
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE as ISSUE_TABLE
from issues.stages.models import StagePlan
from issues.stages.workflow import TABLE as STAGE_TABLE
from rivers.handover.models import Handover
from rivers.handover.workflow import TABLE as HANDOVER_TABLE
from rivers.plans.models import Plan
from rivers.plans.workflow import TABLE as PLAN_TABLE

WORKFLOWS: dict[str, tuple[Table, type[Model]]] = {
    "issues": (ISSUE_TABLE, Issue),
    "rounds": (ROUND_TABLE, Round),
    "handovers": (HANDOVER_TABLE, Handover),
    "plans": (PLAN_TABLE, Plan),
    "notices": (NOTICE_TABLE, Notice),
    "leads": (LEAD_TABLE, Lead),
    "stages": (STAGE_TABLE, StagePlan),
    "campaigns": (CAMPAIGN_TABLE, Campaign),
    "visits": (VISIT_TABLE, Visit),
}
COLUMNS: dict[str, Callable[[Table, type[Model], Row], str]] = {
    "动作": lambda table, model, row: f"{row.label} `{row.verb}`",
    # States in the order of the way, not of the set.
    "从": lambda table, model, row: (
        "、".join(label for state, label in table.states.items() if row.permits(state)) or "（新）"
    ),
    "到": lambda table, model, row: "原状态" if row.back else table.states[row.target] if row.target else "不变",
    "谁办": lambda table, model, row: table.who(row),
    "条件": lambda table, model, row: row.condition,
    "必填": lambda table, model, row: "、".join(_need(model, name) for name in row.needs),
    "时限": lambda table, model, row: row.deadline,
    "通知": lambda table, model, row: "、".join(
        part for part in (table.names(row.tells), *(f"原{table.names([key])}" for key in row.tells_before)) if part
    ),
    "公众看到": lambda table, model, row: row.public,
}


def markdown(table: Table, model: type[Model]) -> str:
    """The table, one line per row, in table order; a column that says nothing in any row is left out."""
    columns = [
        [head, "---", *(cell(table, model, row) or "—" for row in table.rows.values())]
        for head, cell in COLUMNS.items()
    ]
    told = [column for column in columns if set(column[2:]) != {"—"}]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in zip(*told, strict=True))


def _need(model: type[Model], name: str) -> str:
    return "说明" if name == "words" else str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


class Command(BaseCommand):
    help = "以 Markdown 输出流转表"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("workflow", choices=sorted(WORKFLOWS), help="哪一张表")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(markdown(*WORKFLOWS[options["workflow"]]))
