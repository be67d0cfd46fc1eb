"""The defaults that ship with the product, as data: the limits of GB 3838-2002, table 1."""

from datetime import date
from decimal import Decimal

from rivers.water.choices import LimitSense, WaterBody
from rivers.water.models import MonthlyItem, WaterLimit, WaterStandard

# (item, name, unit, body, limits of classes Ⅰ–Ⅴ); body "" means rivers and lakes alike.
AT_MOST = [
    ("codmn", "高锰酸盐指数", "mg/L", "", "2 4 6 10 15"),
    ("cod", "化学需氧量", "mg/L", "", "15 15 20 30 40"),
    ("bod5", "五日生化需氧量", "mg/L", "", "3 3 4 6 10"),
    ("nh3n", "氨氮", "mg/L", "", "0.15 0.5 1.0 1.5 2.0"),
    # Phosphorus has a column of its own for lakes and reservoirs, and nitrogen is limited there alone.
    ("tp", "总磷", "mg/L", WaterBody.RIVER, "0.02 0.1 0.2 0.3 0.4"),
    ("tp", "总磷", "mg/L", WaterBody.LAKE, "0.01 0.025 0.05 0.1 0.2"),
    ("tn", "总氮", "mg/L", WaterBody.LAKE, "0.2 0.5 1.0 1.5 2.0"),
    ("cu", "铜", "mg/L", "", "0.01 1.0 1.0 1.0 1.0"),
    ("zn", "锌", "mg/L", "", "0.05 1.0 1.0 2.0 2.0"),
    ("f", "氟化物", "mg/L", "", "1.0 1.0 1.0 1.5 1.5"),
    ("se", "硒", "mg/L", "", "0.01 0.01 0.01 0.02 0.02"),
    ("as", "砷", "mg/L", "", "0.05 0.05 0.05 0.1 0.1"),
    ("hg", "汞", "mg/L", "", "0.00005 0.00005 0.0001 0.001 0.001"),
    ("cd", "镉", "mg/L", "", "0.001 0.005 0.005 0.005 0.01"),
    ("cr6", "铬（六价）", "mg/L", "", "0.01 0.05 0.05 0.05 0.1"),
    ("pb", "铅", "mg/L", "", "0.01 0.01 0.05 0.05 0.1"),
    ("cn", "氰化物", "mg/L", "", "0.005 0.05 0.2 0.2 0.2"),
    ("phenol", "挥发酚", "mg/L", "", "0.002 0.002 0.005 0.01 0.1"),
    ("oil", "石油类", "mg/L", "", "0.05 0.05 0.05 0.5 1.0"),
    ("las", "阴离子表面活性剂", "mg/L", "", "0.2 0.2 0.2 0.3 0.3"),
    ("sulfide", "硫化物", "mg/L", "", "0.05 0.1 0.2 0.5 1.0"),
    ("fcoli", "粪大肠菌群", "个/L", "", "200 2000 10000 20000 40000"),
]
# 环办〔2011〕22号: total nitrogen, faecal coliform and water temperature take no part in the single factor.
NOT_ASSESSED = {"tn", "fcoli"}
OXYGEN = "7.5 6 5 3 2"
SATURATION = "90"  # 饱和率 90 %（或 7.5）: class Ⅰ alone has this second way
# What a district's monthly sheet usually holds; an office adds 水温, 溶解氧饱和率, 粪大肠菌群 … under 设置.
MONTHLY = [
    ("ph", "pH", ""),
    ("do", "溶解氧", "mg/L"),
    ("codmn", "高锰酸盐指数", "mg/L"),
    ("cod", "化学需氧量", "mg/L"),
    ("bod5", "五日生化需氧量", "mg/L"),
    ("nh3n", "氨氮", "mg/L"),
    ("tp", "总磷", "mg/L"),
    ("tn", "总氮", "mg/L"),
]


def load() -> int:
    """Add what is missing; returns how many rows were added. Never overwrites an edited row."""
    return _standard() + _monthly_items()


def _monthly_items() -> int:
    if MonthlyItem.objects.shipped().exists():
        return 0
    rows = [
        MonthlyItem(item=item, name=name, unit=unit, order=number * 10)
        for number, (item, name, unit) in enumerate(MONTHLY, start=1)
    ]
    return len(MonthlyItem.objects.bulk_create(rows, ignore_conflicts=True))


def _standard() -> int:
    standard, is_new = WaterStandard.objects.get_or_create(
        code="GB 3838-2002", defaults={"name": "地表水环境质量标准", "valid_from": date(2002, 6, 1)}
    )
    # All or none: a limit that the office has deleted must not come back with the next deployment.
    if standard.limits.exists():
        return 0
    return int(is_new) + len(WaterLimit.objects.bulk_create(_limits(standard)))


def _limits(standard: WaterStandard) -> list[WaterLimit]:
    rows = [_row(standard, "ph", "pH", "无量纲", "", LimitSense.BETWEEN, n, "6", "9") for n in range(1, 6)]
    for water_class, limit in enumerate(OXYGEN.split(), start=1):
        rows.append(_row(standard, "do", "溶解氧", "mg/L", "", LimitSense.AT_LEAST, water_class, limit))
    other_way = _row(standard, "do_sat", "溶解氧饱和率", "%", "", LimitSense.AT_LEAST, 1, SATURATION)
    other_way.instead_of = "do"
    rows.append(other_way)
    for item, name, unit, body, limits in AT_MOST:
        for water_class, limit in enumerate(limits.split(), start=1):
            rows.append(_row(standard, item, name, unit, body, LimitSense.AT_MOST, water_class, limit))
    return rows


def _row(
    standard: WaterStandard,
    item: str,
    name: str,
    unit: str,
    body: str,
    sense: str,
    water_class: int,
    limit: str,
    upper: str = "",
) -> WaterLimit:
    return WaterLimit(
        standard=standard,
        item=item,
        item_name=name,
        unit=unit,
        body=body,
        sense=sense,
        water_class=water_class,
        limit=Decimal(limit),
        upper=Decimal(upper) if upper else None,
        is_assessed=item not in NOT_ASSESSED,
    )
