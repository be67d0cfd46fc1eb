"""The ledger's tables on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.ledger.models import Category, EvidenceRule, FindingRule, RaiseTerm, SignOffRule

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
        fields=["category", "severity", "two_people", "two_checkers", "chief_days"],
        list_fields=["category", "severity", "two_people", "two_checkers", "chief_days"],
        hint="按类别和严重程度（不选类别即各类别都适用，写明类别的优先）：核查人能否再销号、现场核查要不要两个人、申请销号时要不要征求责任河长意见（期限过了不再等）。"
        "改动只用于以后的销号申请；删除一行即不再要求。",
        bounds={"chief_days": (0, 30)},
    )
)
register(
    ReferenceTable(
        "issue_findings",
        FindingRule,
        "发现自动登记",
        fields=["item", "severity", "category", "track", "is_on"],
        list_fields=["item", "severity", "category", "track", "is_on"],
        hint="巡河发现“需要处理”的都进入待登记，由河长办登记。这里打开的巡查内容，随巡河提交自动按所填类别、严重程度和整改方式登记，直接待交办；"
        "不合适的用“更正”。已提交的发现不受改动影响。",
    )
)
register(
    ReferenceTable(
        "issue_raising",
        RaiseTerm,
        "上报乡镇级河长",
        fields=["workdays"],
        list_fields=["workdays"],
        hint="村级河长、巡河员巡河发现而没有当场解决的，先报上一级（乡镇级）河长，在几个工作日内答复；逾期、河长空缺或转来的，由河长办登记。"
        "0 为不上报。已上报的不受改动影响；列入“发现自动登记”的不用等。",
        bounds={"workdays": (0, 10)},
        can_add=False,
        can_delete=False,
    )
)
