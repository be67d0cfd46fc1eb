"""The points of a GPX file with their times, in the file's order. Runs in the child, as ``parsing`` does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from math import isfinite, nan
from typing import Any

from hezhang.core.geo.datums import Datum, to_wgs
from hezhang.core.geo.files.as_xml import TagReader
from hezhang.core.geo.files.features import GeoFileError

MOST = 200_000  # two days and a half, a point a second
TOO_MANY = f"文件里的轨迹点超过 {MOST:,} 个，已拒绝。请只留下要用的一段后再导入。"
NO_POINTS = "文件里没有轨迹点。请用手机或手持机重新导出 GPX。"
POINTS = frozenset({"trkpt", "rtept"})
# What makers of phones and of programs call the radius of error, metres.
ACCURACY = frozenset({"accuracy", "acc", "hacc", "horizontalaccuracy", "precision"})
HDOP_M = 5.0  # a receiver alone is right within so many metres where its hdop is 1
A_PART = 5000

# Latitude, longitude in WGS-84, seconds since 1970, accuracy in metres.
Row = tuple[float, float, float | None, float | None]


class _Track(TagReader):
    def __init__(self, root: str, datum: Datum) -> None:
        super().__init__(root)
        self.datum = datum
        self.attributes: dict[str, str] = {}
        self.at: float | None = None
        self.accuracy: float | None = None

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name in POINTS:
            self.attributes, self.at, self.accuracy = attributes, None, None

    def closed(self, name: str, text: str) -> None:
        if name in POINTS:
            self.points += 1
            if self.points > MOST:
                raise GeoFileError(TOO_MANY)
            lat, lng = (_number(self.attributes.get(side, "")) for side in ("lat", "lon"))
            self.found.append((*_in_wgs(lat, lng, self.datum), self.at, self.accuracy))
        elif not POINTS.intersection(self.path):
            return
        elif name == "time":
            self.at = _moment(text)
        elif name.lower() in ACCURACY:
            self.accuracy = _number(text)
        elif name == "hdop" and self.accuracy is None:
            self.accuracy = _number(text) * HDOP_M


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan


def _moment(text: str) -> float | None:
    """GPX means UTC where no zone is written."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _in_wgs(lat: float, lng: float, datum: Datum) -> tuple[float, float]:
    """What is no place on the globe stays as it is written: it is shown, and not counted."""
    return to_wgs(lat, lng, datum) if abs(lat) <= 90 and abs(lng) <= 180 else (lat, lng)


def work(told: dict[str, Any], data: bytes) -> Iterator[bytes]:
    """Lists of points in WGS-84 as JSON (``Row``; what is no number is null). Raises GeoFileError."""
    rows: list[list[float | None]] = []
    reader = _Track("gpx", Datum(told["datum"]))
    for row in reader.read(data):
        rows.append([None if one is None or not isfinite(one) else one for one in row])
        if len(rows) == A_PART:
            yield json.dumps(rows).encode()
            rows = []
    if not reader.points:
        raise GeoFileError(NO_POINTS)
    yield json.dumps(rows).encode()
