"""Words of long-term rectification."""

from __future__ import annotations

from hezhang.core.kernel.choices import Toned


class PlanState(Toned):
    PROPOSED = "proposed", "orange", "待确认"
    RETURNED = "returned", "red", "待修改"
    RUNNING = "running", "blue", "实施中"
