"""The check list's table on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.campaigns.models import CheckLine

register(
    ReferenceTable(
        "campaign_lines",
        CheckLine,
        "督查检查项目",
        fields=["text", "category", "order"],
        list_fields=["text", "category", "order"],
        hint="新建督查时列出，逐项勾选，也可另加。写成合格的样子，如“公示牌完好”；选了问题类别的，直接立为问题时带上。改动只影响以后新建的督查。",
        bounds={"order": (0, 9999)},
    )
)
