"""The ladder's table on the page 参数设置."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from hezhang.core.office.parameters import ReferenceTable, register
from issues.escalation.models import NoticeRule
from issues.escalation.rules import BAD_PATTERN, is_pattern


def _check(values: Mapping[str, Any], row: models.Model | None) -> Mapping[str, str]:
    return {} if is_pattern(values.get("pattern") or "") else {"pattern": BAD_PATTERN}


register(
    ReferenceTable(
        "issue_notices",
        NoticeRule,
        "督办阶梯",
        fields=["kind", "days", "grave_days", "reply_days", "pattern", "is_active"],
        list_fields=["kind", "days", "grave_days", "reply_days", "pattern", "is_active"],
        hint="超期满几天起建议发出哪一种督办，责任单位几个工作日内答复，文号怎样编。只是建议，发不发由人定；改文号规则后，新文号从 1 起编。",
        bounds={"days": (1, 365), "grave_days": (1, 365), "reply_days": (1, 60)},
        check=_check,
    )
)
