"""The tables of chiefs that the office edits under 设置."""

from hezhang.core.office.parameters import ReferenceTable
from rivers.chiefs.models import ChangeTerm

TABLES = [
    ReferenceTable(
        "change_terms",
        ChangeTerm,
        "河长变更时限",
        fields=["what", "amount", "unit", "remind_days", "basis"],
        list_fields=["what", "amount", "unit", "remind_days", "basis"],
        hint="换了河长，多长时间内要办完交接、更新公示牌。到期前几天起提醒还没有签字的人。",
        bounds={"amount": (1, 365), "remind_days": (0, 60)},
        can_delete=False,
    ),
]
