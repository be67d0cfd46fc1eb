"""The table of leads on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.leads.models import LeadLimit

register(
    ReferenceTable(
        "lead_limits",
        LeadLimit,
        "线索导入",
        fields=["what", "amount"],
        list_fields=["what", "amount"],
        hint="批量导入的线索没有写河湖的，按坐标找最近的河段，并说明相距多少米；比这更远的不导入，逐行说明。",
        bounds={"amount": (10, 20_000)},
        can_delete=False,
    )
)
