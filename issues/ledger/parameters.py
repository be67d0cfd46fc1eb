"""The ledger's tables on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.ledger.models import Category, EvidenceRule, SignOffRule

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
        "issue_sign_off",
        SignOffRule,
        "销号要求",
        fields=["severity", "two_people", "two_checkers", "chief_days"],
        list_fields=["severity", "two_people", "two_checkers", "chief_days"],
        hint="按严重程度：核查人能否再销号、现场核查要不要两个人、申请销号时要不要征求责任河长意见（期限过了不再等）。"
        "改动只用于以后的销号申请；删除一行即不再要求。",
        bounds={"chief_days": (0, 30)},
    )
)
