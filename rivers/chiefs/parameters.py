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
        hint="换了河长，多长时间内要办完交接。到期前几天起提醒还没有签字的人。公示牌的时限用于交接单、公示牌名录和地图；考核按考核方案里的宽限天数计。",
        bounds={"amount": (1, 365), "remind_days": (0, 60)},
        can_delete=False,
    ),
]
