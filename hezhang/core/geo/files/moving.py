"""Tracks as GPX 1.1: read in the child (decision 0017), written segment by segment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files.features import GeoFileError
from hezhang.core.geo.files.reading import BUSY, TOO_MUCH
from hezhang.core.kernel.confined import BusyError, OverrunError, RefusedError, Workshop

MOST_BYTES = 24 * 1024 * 1024  # 100,000 points with all that a watch writes beside them
TOO_LARGE = f"文件超过 {MOST_BYTES // 1024 // 1024} MB，已拒绝。请只留下要用的一段后再导入。"
_workshop = Workshop("hezhang.core.geo.files.as_track", memory=320, cpu=20, seconds=60)


class Moment(NamedTuple):
    """A point of a track in WGS-84; NaN where the file has no number. ``at``: seconds since 1970, None without a time."""

    lat: float
    lng: float
    at: float | None
    accuracy_m: float | None


def read_track(data: bytes, datum: Datum = Datum.WGS84) -> list[Moment]:
    """All points of the tracks and routes in a GPX file, in its order; ``datum``: what its coordinates are in. Raises GeoFileError."""
    if len(data) > MOST_BYTES:
        raise GeoFileError(TOO_LARGE)
    found: list[Moment] = []

    def take(part: bytes) -> None:
        found.extend(_moment(*row) for row in json.loads(part))

    try:
        _workshop.run({"datum": datum.value}, data, take)
    except BusyError as busy:
        raise GeoFileError(BUSY) from busy
    except OverrunError as much:
        raise GeoFileError(TOO_MUCH) from much
    except RefusedError as refused:
        raise GeoFileError(str(refused)) from refused
    return found


def _moment(lat: float | None, lng: float | None, at: float | None, accuracy: float | None) -> Moment:
    nan = float("nan")
    return Moment(nan if lat is None else lat, nan if lng is None else lng, at, accuracy)


def as_gpx(segments: Iterable[Sequence[Moment]], title: str) -> Iterator[str]:
    """A track; a new segment begins after each break."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="hezhang" xmlns="http://www.topografix.com/GPX/1/1">'
    yield f"<trk><name>{escape(title)}</name>\n"
    for segment in segments:
        yield "<trkseg>\n"
        for point in segment:
            yield _written(point)
        yield "</trkseg>\n"
    yield "</trk></gpx>\n"


def _written(point: Moment) -> str:
    inner = ""
    if point.at is not None:
        moment = datetime.fromtimestamp(point.at, UTC)
        inner += f"<time>{moment.isoformat(timespec='milliseconds').replace('+00:00', 'Z')}</time>"
    if point.accuracy_m is not None:
        inner += f"<extensions><accuracy>{point.accuracy_m:g}</accuracy></extensions>"
    return f'<trkpt lat="{point.lat:.7f}" lon="{point.lng:.7f}">{inner}</trkpt>\n'
