"""Positions and distances. Stored as WGS-84; other systems only at the edges (maps, imports).

Order of arguments everywhere: latitude, longitude, in degrees.
"""

from __future__ import annotations

from math import asin, atan2, cos, isfinite, pi, radians, sin, sqrt

EARTH_M = 6_371_008.8  # mean radius, metres
# Krasovsky 1940, the ellipsoid of the published GCJ-02 approximations.
_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943
_BD_ANGLE = pi * 3000.0 / 180.0
MAINLAND = (0.8293, 55.8271, 72.004, 137.8347)  # south, north, west, east: GCJ-02 shifts only inside


def haversine(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Metres between two points along the great circle."""
    a, b = radians(lat1), radians(lat2)
    # Rounding may take the square root a hair over 1 for opposite points, where asin has no value.
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lng2 - lng1) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(h)))


def valid_position(lat: float | None, lng: float | None) -> bool:
    """Whether both are there, finite (no NaN, no infinity) and within ±90° and ±180°."""
    if lat is None or lng is None or not (isfinite(lat) and isfinite(lng)):
        return False
    return abs(lat) <= 90 and abs(lng) <= 180


def _shift(lat: float, lng: float) -> tuple[float, float]:
    """How far GCJ-02 lies from WGS-84 here, in degrees."""
    x, y = lng - 105.0, lat - 35.0
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    magic = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    dlat = north * 180 / (_AXIS * (1 - _ECCENTRICITY) / (magic * sqrt(magic)) * pi)
    dlng = east * 180 / (_AXIS / sqrt(magic) * cos(radians(lat)) * pi)
    return dlat, dlng


def wgs_to_gcj(lat: float, lng: float) -> tuple[float, float]:
    """WGS-84 → GCJ-02 (高德, 腾讯); unchanged outside the mainland's box."""
    south, north, west, east = MAINLAND
    if not (south <= lat <= north and west <= lng <= east):
        return lat, lng
    dlat, dlng = _shift(lat, lng)
    return lat + dlat, lng + dlng


def gcj_to_wgs(lat: float, lng: float) -> tuple[float, float]:
    """GCJ-02 → WGS-84, by iteration; the rest error is below 1 mm."""
    guess = lat, lng
    for _ in range(6):
        seen = wgs_to_gcj(*guess)
        guess = guess[0] - (seen[0] - lat), guess[1] - (seen[1] - lng)
    return guess


def gcj_to_bd(lat: float, lng: float) -> tuple[float, float]:
    """GCJ-02 → BD-09 (百度)."""
    z = sqrt(lng * lng + lat * lat) + 0.00002 * sin(lat * _BD_ANGLE)
    theta = atan2(lat, lng) + 0.000003 * cos(lng * _BD_ANGLE)
    return z * sin(theta) + 0.006, z * cos(theta) + 0.0065


def bd_to_gcj(lat: float, lng: float) -> tuple[float, float]:
    """BD-09 → GCJ-02; good to about a metre."""
    y, x = lat - 0.006, lng - 0.0065
    z = sqrt(x * x + y * y) - 0.00002 * sin(y * _BD_ANGLE)
    theta = atan2(y, x) - 0.000003 * cos(x * _BD_ANGLE)
    return z * sin(theta), z * cos(theta)


def wgs_to_bd(lat: float, lng: float) -> tuple[float, float]:
    """WGS-84 → BD-09."""
    return gcj_to_bd(*wgs_to_gcj(lat, lng))
