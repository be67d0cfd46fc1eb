"""The thresholds of what is asked about, that the office edits under 设置."""

from hezhang.core.office.parameters import ReferenceTable
from patrols.oddities.models import OddityRule

FIELDS = ["most_kmh", "clock_min", "off_m", "overlap_min", "same_photo"]
TABLES = [
    ReferenceTable(
        "oddity_rules",
        OddityRule,
        "巡河请核实",
        fields=FIELDS,
        list_fields=FIELDS,
        hint="超过的列入“巡河请核实”，由河长办看一看、问一问；不影响提交，也不影响是否计入。填 0 不列。",
        bounds={"most_kmh": (0, 1000), "clock_min": (0, 100_000), "off_m": (0, 100_000), "overlap_min": (0, 1440)},
        can_add=False,
        can_delete=False,
    ),
]
