"""The rule of codes that an office edits under 设置."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from hezhang.core.office.parameters import ReferenceTable
from rivers.registry.models import CodeRule
from rivers.registry.rules.codes import wrong_with


def faults(values: Mapping[str, Any], row: models.Model | None) -> dict[str, str]:
    """A rule by which no unique code that fits its column can be made."""
    wrong = wrong_with(str(values.get("pattern") or ""), str(values.get("what") or ""))
    return {"pattern": wrong} if wrong else {}


TABLES = [
    ReferenceTable(
        "code_rules",
        CodeRule,
        "编码规则",
        fields=["what", "pattern", "basis"],
        list_fields=["what", "pattern", "example", "basis"],
        hint="系统自动编号时用的规则。{county} 是 6 位区县代码，{town} 是 9 位乡镇代码，{letter} 是类别的编码字母，{river} 是河湖编码，"
        "{serial:6} 是 6 位顺序号。改规则只影响以后的编号，已有的编码不变；用过的顺序号不再使用。",
        check=faults,
        can_delete=False,
    ),
]
