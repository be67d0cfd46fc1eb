"""GeoJSON (RFC 7946), and the older one that may name another system of coordinates. Runs in the child."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from hezhang.core.geo.files.features import DAMAGED, LONGEST_WORD, MOST_POINTS, TOO_MANY, GeoFileError, Raw, text_of

LINES = {"LineString": "line", "MultiLineString": "line", "Polygon": "ring", "MultiPolygon": "ring", "Point": "point"}
# Degrees of WGS-84 and of CGCS2000; anything else would be metres, or shifted by a hundred of them.
DEGREES = re.compile(r"CRS84|4326\b|4490\b")
NOT_GEOJSON = "这不是 GeoJSON 文件（没有 FeatureCollection、Feature 或几何对象）。请用制图软件导出为 GeoJSON 后再导入。"


def features(data: bytes) -> Iterator[Raw]:
    """Every feature of the file."""
    if data.count(b"[") > MOST_POINTS * 1.5:
        raise GeoFileError(TOO_MANY)
    try:
        read = json.loads(text_of(data))
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, GeoFileError) else GeoFileError(DAMAGED) from error
    if not isinstance(read, dict):
        raise GeoFileError(NOT_GEOJSON)
    _check_system(read.get("crs"))
    kind = read.get("type")
    if kind == "FeatureCollection" and isinstance(read.get("features"), list):
        found = read["features"]
    elif kind == "Feature" or kind in LINES:
        found = [read if kind == "Feature" else {"geometry": read}]
    else:
        raise GeoFileError(NOT_GEOJSON)
    for each in found:
        yield _feature(each if isinstance(each, dict) else {})


def _check_system(crs: Any) -> None:
    named = json.dumps(crs) if crs else ""
    if named and not DEGREES.search(named):
        name = crs.get("properties", {}).get("name", named) if isinstance(crs, dict) else named
        raise GeoFileError(
            f"文件的坐标系是“{str(name)[:LONGEST_WORD]}”，请先转换为经纬度（WGS-84 或 CGCS2000）再导入。"
        )


def _feature(each: dict[str, Any]) -> Raw:
    geometry, words = each.get("geometry"), each.get("properties")
    raw = Raw(words=dict(words) if isinstance(words, dict) else {})
    if "id" in each:
        raw.words.setdefault("id", each["id"])
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(geometry, dict) or kind not in LINES:
        raw.wrong = f"不支持的几何类型“{kind}”" if kind else "没有几何图形"
        return raw
    raw.kind = LINES[kind]
    try:
        raw.parts = [[(spot[1], spot[0]) for spot in part] for part in _parts(kind, geometry.get("coordinates"))]
    except (TypeError, IndexError, KeyError):
        raw.parts, raw.wrong = [], "坐标的写法不对"
    return raw


def _parts(kind: str, coordinates: Any) -> list[Any]:
    """Lists of positions; of an area only its outer ring, for islands are not kept."""
    if kind == "Point":
        return [[coordinates]]
    if kind == "LineString":
        return [coordinates]
    if kind == "Polygon":
        return [coordinates[0]]
    return [part[0] for part in coordinates] if kind == "MultiPolygon" else list(coordinates)
