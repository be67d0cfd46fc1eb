"""The table of leads on the page 参数设置."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from hezhang.core.office.parameters import ReferenceTable, register
from issues.leads.choices import BOUNDS, LimitWhat
from issues.leads.models import LeadLimit


def _check(values: Mapping[str, Any], row: models.Model | None) -> dict[str, str]:
    """Metres and days stand in one column, each within its own bounds."""
    least, most = BOUNDS[LimitWhat(values["what"])]
    return {} if least <= values["amount"] <= most else {"amount": f"应在 {least} 到 {most} 之间。"}


register(
    ReferenceTable(
        "lead_limits",
        LeadLimit,
        "线索参数",
        fields=["what", "amount"],
        list_fields=["what", "amount"],
        hint="批量导入的线索没有写河湖的，按坐标找最近的河段，并说明相距多少米；比这更远的不导入，逐行说明。待核实满天数的，每天提醒一次，在清单和地图上另列。",
        can_delete=False,
        check=_check,
    )
)
