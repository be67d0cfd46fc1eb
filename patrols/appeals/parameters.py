"""The table of appeals that the office edits under 设置."""

from hezhang.core.office.parameters import ReferenceTable
from patrols.appeals.models import AppealTerm

TABLES = [
    ReferenceTable(
        "appeal_terms",
        AppealTerm,
        "巡河申诉时限",
        fields=["days", "workdays"],
        list_fields=["days", "workdays"],
        hint="巡河人在多少天内可以申诉，河长办在多少个工作日内答复。已提交的申诉按提交时的时限。",
        bounds={"days": (1, 365), "workdays": (1, 30)},
        can_add=False,
        can_delete=False,
    ),
]
