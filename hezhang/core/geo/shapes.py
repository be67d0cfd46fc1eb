"""What lines and areas are to one another, by shapely on a plane about them: metres east and north of a middle.

Good for districts: a plane of 200 km is off by less than 0.1 % of a distance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

import shapely
from shapely import LinearRing, LineString, Polygon
from shapely import Point as Dot
from shapely.ops import substring

from hezhang.core.geo.positions import Point, box_of


def metres_of_a_degree(lat: float) -> tuple[float, float]:
    """(north, east): what a degree of latitude and one of longitude measure here, on the ellipsoid of WGS-84."""
    angle = radians(lat)
    north = 111_132.954 - 559.822 * cos(2 * angle) + 1.175 * cos(4 * angle)
    east = 111_412.84 * cos(angle) - 93.5 * cos(3 * angle) + 0.118 * cos(5 * angle)
    return north, max(east, 1.0)  # at the pole a degree of longitude is nothing


@dataclass(frozen=True)
class Plane:
    """Degrees to metres and back, about one latitude and longitude."""

    lat: float
    lng: float

    @classmethod
    def about(cls, points: Sequence[Point]) -> Plane:
        south, north, west, east = box_of(points)
        return cls((south + north) / 2, (west + east) / 2)

    def flat(self, points: Iterable[Point]) -> list[tuple[float, float]]:
        """(metres east, metres north) of each point."""
        north, east = metres_of_a_degree(self.lat)
        return [((lng - self.lng) * east, (lat - self.lat) * north) for lat, lng in points]

    def round(self, metres: Iterable[tuple[float, float]]) -> list[Point]:
        """The points (latitude, longitude) again."""
        north, east = metres_of_a_degree(self.lat)
        return [(self.lat + y / north, self.lng + x / east) for x, y in metres]


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The line with as few of its points as stay within so many metres of it (Douglas–Peucker); the ends remain."""
    if len(points) < 3:
        return list(points)
    plane = Plane.about(points)
    kept = LineString(plane.flat(points)).simplify(tolerance, preserve_topology=False)
    return plane.round(kept.coords)


def is_simple(points: Sequence[Point]) -> bool:
    """Whether a line of at least two points nowhere crosses or retraces itself; its ends may meet."""
    return bool(LineString(Plane.about(points).flat(points)).is_simple)


def crossing(points: Sequence[Point]) -> Point | None:
    """A place at which the line crosses itself, if it does."""
    plane = Plane.about(points)
    line = LineString(plane.flat(points))
    if line.is_simple:
        return None
    # Noded, the line falls into pieces; a node that is no point of the drawn line is a crossing.
    drawn = set(line.coords)
    ends = [end for piece in shapely.get_parts(shapely.node(line)) for end in (piece.coords[0], piece.coords[-1])]
    found = [end for end in ends if end not in drawn] or ends[1:-1] or ends
    return plane.round(found[:1])[0]


def retraced(points: Sequence[Point]) -> float:
    """The share (0–1) of the line's length that lies on itself, as when the same points were taken twice."""
    line = LineString(Plane.about(points).flat(points))
    if line.is_simple or not line.length:
        return 0.0
    return max(0.0, 1 - shapely.union_all(shapely.node(line)).length / line.length)


def is_valid_ring(points: Sequence[Point]) -> bool:
    """Whether the points, closed, bound an area: three at least, and no crossing."""
    if len(set(points)) < 3:
        return False
    return bool(Polygon(Plane.about(points).flat(points)).is_valid)


def area_km2(points: Sequence[Point]) -> float:
    """The area that the ring bounds, km²."""
    return float(Polygon(LinearRing(Plane.about(points).flat(points))).area) / 1e6


def place_in(points: Sequence[Point], *, is_area: bool) -> Point:
    """One place that stands for the drawing: inside the area, on the middle of the line, the point itself."""
    plane = Plane.about(points)
    flat = plane.flat(points)
    if is_area and len(set(points)) > 2:
        place = Polygon(flat).representative_point()
    else:
        place = LineString(flat).interpolate(0.5, normalized=True) if len(flat) > 1 else Dot(flat[0])
    return plane.round([(place.x, place.y)])[0]


def strays(points: Sequence[Point], beyond: Sequence[Point], tolerance: float) -> tuple[float, float]:
    """(share of the points that lie farther than ``tolerance`` metres from the other line, farthest distance in metres)."""
    plane = Plane.about(beyond)
    other = LineString(plane.flat(beyond))
    away = shapely.distance(shapely.points(plane.flat(points)), other)
    return float((away > tolerance).mean()), float(away.max())


def part(points: Sequence[Point], start: float, end: float) -> list[Point]:
    """The stretch of a line between two shares of its length, 0 ≤ start < end ≤ 1; cut points are new, others as they were."""
    plane = Plane.about(points)
    cut = list(substring(LineString(plane.flat(points)), start, end, normalized=True).coords)
    # To the plane and back costs the last digits; a point that was there before keeps all of its own.
    kept = dict(zip(plane.flat(points), points, strict=True))
    return [kept.get(flat) or plane.round([flat])[0] for flat in cut]


def share_at(points: Sequence[Point], place: Point) -> float:
    """The share (0–1) of the line's length at which it comes nearest to the place."""
    plane = Plane.about(points)
    return float(LineString(plane.flat(points)).project(Dot(plane.flat([place])[0]), normalized=True))


@dataclass(frozen=True)
class Foot:
    """Where a line comes nearest to a point: metres away, metres along the line, the place itself."""

    away: float
    along: float
    place: Point


def foot(points: Sequence[Point], lat: float, lng: float) -> Foot:
    """The nearest place on a line of two points at least (or on a single point) to this position."""
    plane = Plane(lat, lng)
    flat = plane.flat(points)
    line = LineString(flat) if len(flat) > 1 else Dot(flat[0])
    along = float(line.project(Dot(0, 0))) if len(flat) > 1 else 0.0
    place = line.interpolate(along) if len(flat) > 1 else line
    return Foot(float(line.distance(Dot(0, 0))), along, plane.round([(place.x, place.y)])[0])
