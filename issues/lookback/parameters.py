"""The look-back's table on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.lookback.models import LookBackRule

register(
    ReferenceTable(
        "issue_look_back",
        LookBackRule,
        "回头看抽查",
        fields=["severity", "percent", "at_least"],
        list_fields=["severity", "percent", "at_least"],
        hint="每季度从已销号的问题里抽查多少，按各乡镇、各类别的件数分摊；100% 即全部。“至少”保证每个乡镇都抽到。改动只影响以后的抽取，已抽取的名单不变。",
        bounds={"percent": (0, 100), "at_least": (0, 999)},
    )
)
