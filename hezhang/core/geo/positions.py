"""Positions and distances. Stored as WGS-84; other systems only at the edges (``datums``).

Order of arguments everywhere: latitude, longitude, in degrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import asin, atan, atan2, cos, degrees, isfinite, radians, sin, sqrt, tan

Point = tuple[float, float]  # latitude, longitude
Box = tuple[float, float, float, float]  # south, north, west, east

EARTH_M = 6_371_008.8  # mean radius, metres
# The ellipsoid of WGS-84; that of CGCS2000 differs by a tenth of a millimetre at the poles.
AXIS_M, FLATTENING = 6_378_137.0, 1 / 298.257_223_563


def haversine(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Metres between two points along the great circle; up to 0.5 % off, for judging distances (see ``geodesic``)."""
    a, b = radians(lat1), radians(lat2)
    # Rounding may take the square root a hair over 1 for opposite points, where asin has no value.
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lng2 - lng1) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(h)))


def bearing(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """The direction from the first point to the second, in degrees clockwise from north (0 to 360)."""
    a, b, turn = radians(lat1), radians(lat2), radians(lng2 - lng1)
    return degrees(atan2(sin(turn) * cos(b), cos(a) * sin(b) - sin(a) * cos(b) * cos(turn))) % 360


def valid_position(lat: float | None, lng: float | None) -> bool:
    """Whether both are there, finite (no NaN, no infinity) and within ±90° and ±180°."""
    if lat is None or lng is None or not (isfinite(lat) and isfinite(lng)):
        return False
    return abs(lat) <= 90 and abs(lng) <= 180


def place_words(lat: float | None, lng: float | None, accuracy_m: float | None = None) -> str:
    """北纬 30.123456°，东经 120.123456°（±15 米）; "" for none."""
    if lat is None or lng is None:
        return ""
    error = "" if accuracy_m is None else f"（±{accuracy_m:.0f} 米）"
    return f"{'北' if lat >= 0 else '南'}纬 {abs(lat):.6f}°，{'东' if lng >= 0 else '西'}经 {abs(lng):.6f}°{error}"


def geodesic(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Metres between two points on the ellipsoid, by Lambert's formula for long lines; within 0.01 % of the exact
    geodesic unless the points lie nearly opposite on the globe."""
    a, b = (atan((1 - FLATTENING) * tan(radians(lat))) for lat in (lat1, lat2))
    half = (b - a) / 2
    h = sin(half) ** 2 + cos(a) * cos(b) * sin(radians(lng2 - lng1) / 2) ** 2
    angle = 2 * asin(min(1.0, sqrt(h)))
    if angle == 0 or h >= 1:
        return AXIS_M * angle
    middle = (a + b) / 2
    x = (angle - sin(angle)) * (sin(middle) * cos(half)) ** 2 / (1 - h)
    y = (angle + sin(angle)) * (cos(middle) * sin(half)) ** 2 / h
    return AXIS_M * (angle - FLATTENING / 2 * (x + y))


def length_km(points: Iterable[Point]) -> float:
    """Kilometres along a line of (latitude, longitude); 0 for a single point."""
    return sum(geodesic(*one, *other) for one, other in pairwise(points)) / 1000


def box_of(points: Sequence[Point]) -> Box:
    """South, north, west, east of at least one point."""
    lats, lngs = zip(*points, strict=True)
    return min(lats), max(lats), min(lngs), max(lngs)


def box_around(lat: float, lng: float, metres: float) -> Box:
    """The box that holds every point within so many metres; in degrees."""
    up = metres / 110_574
    # A degree of longitude shrinks towards the poles; at the pole itself every longitude is near.
    across = up / max(cos(radians(min(89.9, abs(lat) + up))), 0.001)
    return lat - up, lat + up, lng - across, lng + across
