"""The table of plans that the office edits under 设置."""

from hezhang.core.office.parameters import ReferenceTable
from rivers.plans.models import PlanTerm

TABLES = [
    ReferenceTable(
        "plan_terms",
        PlanTerm,
        "方案周期与提醒",
        fields=["what", "amount", "basis"],
        list_fields=["what", "amount", "basis"],
        hint="新编方案按河湖最高级河长推算周期，编制时可改；任务和年度节点到期前按这里的天数提醒责任人，逾期再提醒一次。",
        bounds={"amount": (1, 365)},
        can_add=False,
        can_delete=False,
    ),
]
