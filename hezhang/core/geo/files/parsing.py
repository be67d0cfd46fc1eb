"""Entry of the child that opens files with lines (decision 0017); one reader for each kind stands beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files import as_json, as_shapes, as_xml
from hezhang.core.geo.files.features import Taker

READERS = {
    "json": as_json.features,
    "kml": as_xml.kml,
    "kmz": as_xml.kmz,
    "gpx": as_xml.gpx,
    "zip": as_shapes.features,
}
A_PART = 200


def work(told: dict[str, Any], data: bytes) -> Iterator[bytes]:
    """Lists of features as JSON. Raises GeoFileError."""
    taker, some = Taker(Datum(told["datum"])), []
    for raw in READERS[told["kind"]](data):
        some.append(taker.take(raw))
        if len(some) == A_PART:
            yield _sent(some)
            some = []
    yield _sent(some)


def _sent(features: list[dict[str, Any]]) -> bytes:
    return json.dumps(features, ensure_ascii=False, separators=(",", ":")).encode("utf8", "replace")
