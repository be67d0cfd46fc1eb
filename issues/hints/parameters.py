"""The tables of suggestions on the page 参数设置."""

from hezhang.core.office.parameters import ReferenceTable, register
from issues.hints.models import Keyword, Phrase

register(
    ReferenceTable(
        "issue_keywords",
        Keyword,
        "类别用词",
        fields=["category", "word", "severity"],
        list_fields=["category", "word", "severity"],
        hint="登记问题时，描述里出现这些词就建议这一类别；写了严重程度的，也一并建议。只是建议，由经办人选定。",
    )
)
register(
    ReferenceTable(
        "issue_phrases",
        Phrase,
        "办理要求用语",
        fields=["category", "words", "order"],
        list_fields=["category", "words", "order"],
        hint="交办时按问题类别列出，点一下就填入办理要求，填入后可以修改。",
        bounds={"order": (0, 9999)},
    )
)
