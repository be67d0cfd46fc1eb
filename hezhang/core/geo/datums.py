"""Systems of coordinates in China, at the edges of the product: what is stored is WGS-84.

GCJ-02 (高德, 腾讯) and BD-09 (百度) are shifted by up to some hundred metres inside the country. CGCS2000, the national
system, differs from WGS-84 by centimetres, far below what a river's line is good for, and is taken as the same.
Order of arguments everywhere: latitude, longitude, in degrees.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, pi, radians, sin, sqrt

from hezhang.core.geo.positions import Point

# Krasovsky 1940, the ellipsoid of the published GCJ-02 approximations.
_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943
_BD_ANGLE = pi * 3000.0 / 180.0
MAINLAND = (0.8293, 55.8271, 72.004, 137.8347)  # south, north, west, east: GCJ-02 shifts only inside


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
    """BD-09 → GCJ-02, by iteration: the published inverse is up to a metre off."""
    guess = lat - 0.006, lng - 0.0065
    for _ in range(4):
        seen = gcj_to_bd(*guess)
        guess = guess[0] - (seen[0] - lat), guess[1] - (seen[1] - lng)
    return guess


def wgs_to_bd(lat: float, lng: float) -> tuple[float, float]:
    """WGS-84 → BD-09."""
    return gcj_to_bd(*wgs_to_gcj(lat, lng))


def bd_to_wgs(lat: float, lng: float) -> Point:
    """BD-09 → WGS-84."""
    return gcj_to_wgs(*bd_to_gcj(lat, lng))


class Datum(StrEnum):
    """What a file's coordinates are in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


DATUM_WORDS: dict[Datum, str] = {
    Datum.WGS84: "WGS-84（手机定位、GPS）",
    Datum.CGCS2000: "CGCS2000（国家 2000 大地坐标系）",
    Datum.GCJ02: "GCJ-02（高德、腾讯地图）",
    Datum.BD09: "BD-09（百度地图）",
}


def _same(lat: float, lng: float) -> Point:
    return lat, lng


_TO_WGS: dict[Datum, Callable[[float, float], Point]] = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: gcj_to_wgs,
    Datum.BD09: bd_to_wgs,
}
_FROM_WGS: dict[Datum, Callable[[float, float], Point]] = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: wgs_to_gcj,
    Datum.BD09: wgs_to_bd,
}


def to_wgs(lat: float, lng: float, datum: Datum) -> Point:
    """A position in the given system → WGS-84; to centimetres inside China."""
    return _TO_WGS[datum](lat, lng)


def from_wgs(lat: float, lng: float, datum: Datum) -> Point:
    """A position in WGS-84 → the given system."""
    return _FROM_WGS[datum](lat, lng)
