"""The workbooks of an office that nobody has seen: made-up places and people, headings of its own; written to disk."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

COUNTY = "990203000000"
DATUM = "WGS-84（手机定位、GPS）"
REGIONS = [
    ["区划代码", "区划名称"],
    ["990200000000", "云州市"], [COUNTY, "云岭县"], ["990203100000", "石桥镇"], ["990203100201", "石桥村"],
    ["990203100202", "塘下村"], ["990203101000", "竹溪镇"], ["990203101201", "竹口村"], ["990203101202", "溪尾社区"],
    ["990203200000", "高坪乡"], ["990203200201", "上坪村"],
]  # fmt: skip
UNITS = [
    ["云岭县河湖长制责任部门花名册"], ["编号", "责任部门", "性质", "办公电话"],
    [1, "云岭县水利局", "政府部门", "0578-3020001"], [2, "云岭县生态环境局", "政府部门", "0578-3020002"],
    [3, "云岭县住房和城乡建设局", "政府部门", None], [4, "石桥镇人民政府", "乡镇", None], [5, "竹溪镇人民政府", "乡镇", None],
    [6, "高坪乡人民政府", "乡镇", None],
]  # fmt: skip
RIVERS = [
    ["云岭县河湖基本情况一览表"], ["序", "水体", "水体类型", "河长（千米）", "河源", "河口", "途经镇街"],
    [1, "石桥溪", "河流", "约12.5", "高坪乡上坪村", "竹溪镇溪尾社区", "石桥镇、竹溪镇"], [2, "竹溪", "河流", "8公里", "竹口村", "溪尾社区", "竹溪镇"],
    [3, "高坪水库", "水库", None, None, None, "高坪乡"],
]  # fmt: skip
CHIEFS = [
    ["云岭县四级河湖长一览表（二〇二六年）"],
    ["序", "水体", "市级河湖长", "职务", "县级河湖长", "职务", "乡镇级河湖长", "职务", "村级河湖长", "职务", "手机"],
    [1, "石桥溪", "甲市", "副市长", "甲县", "副县长", "乙一", "石桥镇镇长", "丙一", "石桥村书记", "19900001001"],
    [None, None, None, None, None, None, None, None, "丙二", "塘下村书记", "19900001002"],
    [None, None, None, None, None, None, "乙二", "竹溪镇党委书记", "丙三", "溪尾社区主任", "19900001003"],
    [2, "竹溪", None, None, "乙县", "县政协副主席", "乙二", "竹溪镇党委书记", "丙四", "竹口村书记", "19900001004"],
    [3, "高坪水库", None, None, "乙县", "县政协副主席", "乙三", "高坪乡乡长", "丙五", "上坪村书记", "19900001005"],
]  # fmt: skip
BOARDS = [
    ["云岭县河湖长公示牌台账"], ["公示牌序号", "竖牌地点", "水体", "镇（街道）", "村（社区）", "坐标", "竖牌时间"],
    ["YL-001", "石桥村老桥头", "石桥溪", "石桥镇", "石桥村", "120.412, 28.105", "2021年6月"],
    ["YL-002", "塘下村水闸旁", "石桥溪", "石桥镇", "塘下村", "120.436，28.121", "2021年6月"],
    ["YL-003", "竹口村委会门口", "竹溪", "竹溪镇", "竹口村", "E120.470 N28.150", "2023.4"],
    ["YL-004", "高坪水库大坝", "高坪水库", "高坪乡", None, None, "2024/5/1"],
]  # fmt: skip
LEDGER = [
    ["云岭县2025年度河湖问题清单及整改情况"],
    ["问题序号", "来源", "排查日期", "涉及水体", "属地", "问题简述", "点位坐标", "牵头整改部门", "整改期限", "进展", "销号日期"],
    [1, "日常巡查", datetime(2025, 3, 4), "石桥溪", "石桥镇", "塘下村桥下堆放建筑垃圾约20方", "120.430,28.118", "石桥镇人民政府", "2025年3月底", "已完成", "2025-03-28"],
    [2, "群众举报", "2025年5月16日", "竹溪", "竹溪镇", "竹口村生活污水直排", "120.468,28.148", "县住建局", "2025.6.30", "已完成", "2025.6.25"],
    [3, "暗访", "2025/8/2", "高坪水库", "高坪乡", "库区围网养殖", None, "县水利局", "2025-09-30", "已完成", "2025/9/20"],
    [4, "卫星遥感", "20251108", "石桥溪", "石桥镇", "岸线搭建简易棚", "120.420,28.110", "石桥镇人民政府", "2026年12月底", "整改中", None],
    ["合计", 4],
]  # fmt: skip
LINES = {
    "石桥溪": [(120.400, 28.095), (120.412, 28.105), (120.436, 28.121), (120.460, 28.160)],
    "竹溪": [(120.480, 28.140), (120.470, 28.150), (120.460, 28.160)],
}
# What is put in, in the order in which the pages lead, and what it is.
BOOKS = {
    "units": "单位",
    "rivers": "河湖",
    "chiefs": "河长名录",
    "boards": "公示牌",
    "ledger": "上一年的问题台账",
    "lines": "河线（KML）",
}
SHEETS: dict[str, list[list[Any]]] = {
    "regions": REGIONS, "units": UNITS, "rivers": RIVERS, "chiefs": CHIEFS, "boards": BOARDS, "ledger": LEDGER,
}  # fmt: skip


def written(folder: Path) -> dict[str, Path]:
    """The files by what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {key: folder / f"{key}.xlsx" for key in SHEETS} | {"lines": folder / "lines.kml"}
    for key, rows in SHEETS.items():
        made = Workbook()
        for row in rows:
            made.active.append(row)
        if key == "chiefs":
            made.active.merge_cells("B3:B5")
        made.save(files[key])
    files["lines"].write_text(_kml(), encoding="utf-8")
    return files


def _kml() -> str:
    marks = "".join(
        f"<Placemark><name>{name}</name><LineString><coordinates>{' '.join(f'{lng},{lat},0' for lng, lat in path)}</coordinates></LineString></Placemark>"
        for name, path in LINES.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{marks}</Document></kml>'
