"""The server's side: a file's bytes go to the child, features come back in WGS-84."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, TypeVar

from hezhang.core.geo import polyline
from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files.features import DIGITS, GeoFileError
from hezhang.core.geo.positions import Point
from hezhang.core.kernel.confined import BusyError, OverrunError, RefusedError, Workshop

ENDINGS = {".geojson": "json", ".json": "json", ".kml": "kml", ".kmz": "kmz", ".gpx": "gpx", ".zip": "zip"}
ONLY = "请上传 .geojson、.kml、.kmz、.gpx 文件，或把 Shapefile 的 .shp、.shx、.dbf、.prj 压缩成一个 .zip。"
TOO_MUCH = "这份文件展开后内容过多，已停止读取。请只留下要导入的图层，或分几次导入。"
BUSY = "服务器正在读取别的文件，请过一分钟再试。"
Thing = TypeVar("Thing")
# A GeoJSON of 800,000 points is 300 MB once read.
_workshop = Workshop("hezhang.core.geo.files.parsing", memory=640, cpu=40, seconds=120)


@dataclass(frozen=True)
class Feature:
    """One feature of a file: ``parts`` in WGS-84; ``wrong`` says why it cannot be used, "" if it can."""

    number: int
    kind: str  # line, ring, point, other
    words: dict[str, str]
    parts: list[list[Point]] = field(default_factory=list)
    wrong: str = ""


def read_features(data: bytes, name: str, datum: Datum) -> list[Feature]:
    """The features of a file, whose kind its name tells and whose coordinates are in ``datum``. Raises GeoFileError."""
    kind = ENDINGS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise GeoFileError(ONLY)
    return told_by(_workshop, {"kind": kind, "datum": datum.value}, data, _feature)


def told_by(workshop: Workshop, asked: dict[str, str], data: bytes, made_of: Callable[[Any], Thing]) -> list[Thing]:
    """What the child says of a file, each thing made as its part comes. Raises GeoFileError with a sentence for whoever sent it."""
    found: list[Thing] = []
    try:
        workshop.run(asked, data, lambda part: found.extend(map(made_of, json.loads(part))))
    except BusyError as busy:
        raise GeoFileError(BUSY) from busy
    except OverrunError as much:
        raise GeoFileError(TOO_MUCH) from much
    except RefusedError as refused:
        raise GeoFileError(str(refused)) from refused
    return found


def _feature(told: dict[str, Any]) -> Feature:
    parts = [polyline.decode(part, DIGITS) for part in told["parts"]]
    return Feature(told["number"], told["kind"], told["words"], parts, told["wrong"])
