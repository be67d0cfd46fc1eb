"""The tables of the registry that the office edits under 设置."""

from hezhang.core.office.parameters import ReferenceTable
from rivers.water.models import MonthlyItem, WaterLimit, WaterStandard

TABLES = [
    ReferenceTable(
        "water_standards",
        WaterStandard,
        "水质标准",
        fields=["code", "name", "valid_from"],
        list_fields=["code", "name", "valid_from"],
        hint="某月的水质按该月已施行的最新标准评价。标准修订时请新增一条并录入限值，以往月份的评价不变。",
        # Months point at the standard that judged them.
        can_delete=False,
    ),
    ReferenceTable(
        "water_limits",
        WaterLimit,
        "水质限值",
        fields=[
            "standard",
            "item",
            "item_name",
            "unit",
            "body",
            "sense",
            "water_class",
            "limit",
            "upper",
            "is_assessed",
            "instead_of",
        ],
        list_fields=["standard", "item_name", "body", "sense", "water_class", "limit", "upper", "unit", "is_assessed"],
        hint="限值含本数。“不参与单因子评价”的项目（总氮、粪大肠菌群）可以填报，但不影响水质类别。",
        bounds={"limit": (0, 99_999_999), "upper": (0, 99_999_999)},
    ),
    ReferenceTable(
        "monthly_items",
        MonthlyItem,
        "水质月报项目",
        fields=["item", "name", "unit", "order"],
        list_fields=["item", "name", "unit", "order"],
        hint="“水质月报”表格的列，按排序从左到右。项目代码与“水质限值”一致的参与评价；标准没有限值的（如水温 temp）只填报、不评价。",
        bounds={"order": (0, 9999)},
    ),
]
