"""Positions in a row: one cell with two numbers, or two cells that may be the wrong way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.web.importing.desk import parsers
from hezhang.core.web.importing.desk.fields import Field

if TYPE_CHECKING:
    from hezhang.core.web.importing.desk.rows import Row

POSITION_FIELDS = [
    Field(
        "position", "经纬度", ["坐标", "地理坐标", "位置坐标", "经纬度坐标", "中心坐标", "起点坐标"], parse=parsers.position,
        example="120.80774,27.88178", note="WGS-84；十进制度或度分秒，先经度或先纬度都可以",
    ),
    Field("lng", "经度", ["东经", "经度（°）", "E", "x"], parse=parsers.degrees),
    Field("lat", "纬度", ["北纬", "纬度（°）", "N", "y"], parse=parsers.degrees),
]  # fmt: skip


def position_of(row: Row) -> tuple[float, float] | None:
    """(latitude, longitude) of the row; refuses it where the numbers lie outside the country."""
    if (found := row.get("position")) is not None:
        return found
    lat, lng = row.get("lat"), row.get("lng")
    if lat is None and lng is None:
        return None
    if lat is None or lng is None:
        row.refuse("lng" if lng is None else "lat", "经度和纬度只写了一个。", "请补上另一个，或都留空。")
        return None
    both = parsers.in_china(lat, lng)
    if both is None:
        row.refuse("lng", "经纬度不在我国范围内。", "请核对。")
    elif both != (lat, lng):
        row.guess("lng", f"经度 {both[1]}，纬度 {both[0]}", "两列写反了")
    return both
