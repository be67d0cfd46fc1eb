"""Tracks as GPX 1.1: read in the child (decision 0017), written segment by segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files.features import GeoFileError
from hezhang.core.geo.files.reading import told_by
from hezhang.core.kernel.confined import Workshop

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
    return told_by(_workshop, {"datum": datum.value}, data, lambda row: _moment(*row))


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
