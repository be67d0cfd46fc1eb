"""The tables of patrols that the office edits under 设置."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from hezhang.core.office.parameters import ReferenceTable
from patrols.norms.choices import Tier
from patrols.norms.models import CheckItem, KindRule, Norm, Threshold
from patrols.norms.rules import editing as rules


def _norm_faults(values: Mapping[str, Any], row: Model | None) -> dict[str, str]:
    others = Norm.objects.filter(
        region=values["region_id"], tier=values["tier"], level=values["level"], scope=values["scope"]
    )
    return rules.norm_faults(values, others.exclude(pk=row.pk) if row else others)


def _kind_faults(values: Mapping[str, Any], row: Model | None) -> dict[str, str]:
    return rules.kind_faults(values, row.way if isinstance(row, KindRule) else "")


TABLES = [
    ReferenceTable(
        "norms",
        Norm,
        "巡河频次",
        fields=[
            "tier",
            "level",
            "times",
            "unit",
            "scope",
            "first_month",
            "last_month",
            "starts_on",
            "ends_on",
            "basis",
        ],
        list_fields=[
            "tier",
            "level",
            "times",
            "unit",
            "scope",
            "first_month",
            "last_month",
            "starts_on",
            "ends_on",
            "basis",
        ],
        hint="每级河长多长时间巡几次。只考核已结束且在任期内完整的周期；起止月以外（如冬季）不要求。填了预警等级的，只在该等级预警期间要求；市级一般不加密，要加密的在这里新增一条。调整时请停用旧的、新增一条，以免改动以往的统计。",
        bounds={"times": (1, 100), "first_month": (1, 12), "last_month": (1, 12)},
        check=_norm_faults,
    ),
    ReferenceTable(
        "thresholds",
        Threshold,
        "有效性阈值",
        fields=["tier", "is_on", "minutes", "hours", "km", "share", "basis"],
        list_fields=["tier", "is_on", "minutes", "hours", "km", "share", "basis"],
        hint="默认停用，0 为不要求。启用须写明依据；达不到的巡河照常保存，只是不计入次数，并写明原因。里程和河段比例按轨迹计算，轨迹后到的重新判定。",
        bounds={"minutes": (0, 600), "hours": (0, 720), "km": (0, 100), "share": (0, 100)},
        check=lambda values, row: rules.threshold_faults(values),
        can_delete=False,
    ),
    ReferenceTable(
        "patrol_kinds",
        KindRule,
        "计入次数的巡河方式",
        fields=[*Tier.values, "basis"],
        list_fields=["way", *Tier.values, "basis"],
        hint="默认各种方式都计入。“不计入”的照常可选、照常保存，手机上事先写明，记录上写明原因，可以申诉；“不采用”的不再出现在手机上，已有记录不变。修改只影响以后提交的巡河；须写明依据。代巡按责任河长的级别：“不计入”的仍可请人代巡，责任河长须另行本人巡河；“不采用”的不能请人代巡。",
        check=_kind_faults,
        can_add=False,
        can_delete=False,
    ),
    ReferenceTable(
        "check_items",
        CheckItem,
        "巡查内容",
        fields=["group", "name", "order", "is_active"],
        list_fields=["group", "name", "order", "is_active"],
        hint="巡河发现问题时可选的类型。停用后不再出现，已有记录不受影响。",
        bounds={"order": (0, 9999)},
    ),
]
