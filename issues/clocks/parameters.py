"""The clocks' table on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.clocks.models import DeadlineRule

register(
    ReferenceTable(
        "issue_deadlines",
        DeadlineRule,
        "整改时限",
        fields=["track", "severity", "workdays"],
        list_fields=["track", "severity", "workdays"],
        hint="交办时按整改方式和严重程度自动带出整改时限，自交办次日起算工作日（含调休）；交办时可另定日期。",
        bounds={"workdays": (1, 750)},
    )
)
