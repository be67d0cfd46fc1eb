"""A kind of the desk on a page of its own: there, a single mistake keeps the whole list out."""

from __future__ import annotations

from hezhang.core.web.importing.desk.plan import CHANGED, NEW, SAME, Plan
from hezhang.core.web.importing.desk.services import carry_out
from hezhang.core.web.importing.plan import ImportPlan

PREVIEWED = 20


def as_import_plan(plan: Plan) -> ImportPlan:
    """What the page shows; its ``apply`` writes what the plan says."""
    problems = sorted([*plan.problems, *plan.refused], key=lambda each: (each.sheet, each.row, each.col))
    acts = plan.acts
    return ImportPlan(
        problems=problems,
        notices=[*plan.reading.left_out, *plan.guesses],
        summary=[
            ("新增", plan.count(NEW)),
            ("更新", plan.count(CHANGED)),
            ("未变", plan.count(SAME)),
            *plan.outcome.effects,
        ],
        headings=list(acts[0].row.kind.headings) if acts else [],
        preview=[act.shown for act in acts[:PREVIEWED]],
        head_rows=plan.reading.head_rows,
        apply=lambda: carry_out(plan),
    )
