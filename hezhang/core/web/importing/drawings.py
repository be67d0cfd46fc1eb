"""A file of drawn places as a table: each feature a row, its words the columns, one point of it the position in WGS-84."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files import Feature, GeoFileError, read_features
from hezhang.core.geo.positions import Point
from hezhang.core.geo.shapes import place_in
from hezhang.core.web.excel import FileError, SheetIn
from hezhang.core.web.excel.heads import heading_key
from hezhang.core.web.importing.desk.places import POSITION_FIELDS

ENDINGS = (".geojson", ".json", ".kml", ".kmz")
WHICH_DATUM = "图形文件里看不出坐标系，请选择；选错会偏移几百米。"
NOTHING = "文件里没有要素。"
LNG, LAT = "经度", "纬度"
# Their numbers are in the file's own system; the place of the drawing is told in WGS-84 in their stead.
_POSITIONS = {key for field in POSITION_FIELDS for key in field.keys}


def is_drawing(name: str) -> bool:
    """Whether a file of that name holds drawn places and no table."""
    return PurePath(name).suffix.lower() in ENDINGS


def sheet_of(data: bytes, name: str, datum: str) -> SheetIn:
    """The table, named after the file. Raises FileError, also where nobody has said which system its coordinates are in."""
    if not datum:
        raise FileError(WHICH_DATUM)
    try:
        features = read_features(data, name, Datum(datum))
    except GeoFileError as wrong:
        raise FileError(str(wrong)) from wrong
    if not features:
        raise FileError(NOTHING)
    named = {word: None for each in features for word in each.words}
    words = [word for word in named if heading_key(word) not in _POSITIONS]
    rows: list[list[Any]] = [[LNG, LAT, *words]]
    rows += [[*_position(each), *(each.words.get(word) for word in words)] for each in features]
    return SheetIn(PurePath(name).stem, rows)


def _position(feature: Feature) -> tuple[Any, Any]:
    """Longitude and latitude; of what cannot be used the reason stands there, and refuses the row."""
    place = _place(feature)
    if feature.wrong or place is None:
        return feature.wrong or "没有坐标", None
    return round(place[1], 6), round(place[0], 6)


def _place(feature: Feature) -> Point | None:
    """The point itself, a point inside the largest area, the middle of a line."""
    parts = [part for part in feature.parts if part]
    return place_in(max(parts, key=len), is_area=feature.kind == "ring") if parts else None
