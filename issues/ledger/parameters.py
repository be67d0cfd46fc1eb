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
        fields=["severity", "two_people"],
        list_fields=["severity", "two_people"],
        hint="勾选后，这一严重程度的问题由谁现场核查，就不能再由谁销号；删除一行即不再要求。",
    )
)
