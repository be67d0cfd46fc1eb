"""The ledger's tables under 设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.models import Category, DeadlineRule, EvidenceRule, ReminderRule

register(
    ReferenceTable(
        "issue_categories",
        Category,
        "问题类别",
        fields=["name", "group", "order", "is_active"],
        list_fields=["name", "group", "order", "is_active"],
        hint="登记问题时可选的类别。停用后不再出现在表单里，已登记的问题不变。",
        bounds={"order": (0, 9999)},
    )
)
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
register(
    ReferenceTable(
        "issue_evidence",
        EvidenceRule,
        "佐证要求",
        fields=["verb", "kind", "at_least"],
        list_fields=["verb", "kind", "at_least"],
        hint="各环节至少要上传的照片；删除一行即不再要求。",
        bounds={"at_least": (1, 20)},
    )
)
register(
    ReferenceTable(
        "issue_reminders",
        ReminderRule,
        "到期与逾期提醒",
        fields=["offset_days", "to", "text", "is_active"],
        list_fields=["offset_days", "to", "text", "is_active"],
        hint="到期前（负数）和逾期后（正数）第几天提醒谁。同一提醒只发一次；已申请销号的问题不再提醒。",
        bounds={"offset_days": (-365, 365)},
    )
)
