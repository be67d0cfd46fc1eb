"""Print the transition table of the issue ledger as Markdown, for the README: the code is the source."""

from typing import Any

from django.core.management.base import BaseCommand

from hezhang.core.workflow.table import Row, Table
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE

HEAD = ["动作", "从", "到", "谁办", "条件", "必填", "时限", "通知", "公众看到"]


def markdown(table: Table) -> str:
    """The table, one line per row, in table order."""
    lines = [HEAD, ["---"] * len(HEAD), *(_cells(table, row) for row in table.rows.values())]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(table: Table, row: Row) -> list[str]:
    # States in the order of the way, not of the set.
    sources = [label for state, label in table.states.items() if state in row.sources]
    return [
        f"{row.label} `{row.verb}`",
        "、".join(sources) or "（新）",
        table.states[row.target] if row.target else "不变",
        table.who(row),
        row.condition or "—",
        "、".join(_need(name) for name in row.needs) or "—",
        row.deadline or "—",
        table.names(row.tells) or "—",
        row.public,
    ]


def _need(name: str) -> str:
    return "说明" if name == "words" else str(Issue._meta.get_field(name).verbose_name)


class Command(BaseCommand):
    help = "以 Markdown 输出问题流转表"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(markdown(TABLE))
