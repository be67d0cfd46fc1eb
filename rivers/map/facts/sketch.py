"""A river's lines as a small drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import cos, radians

from django.db.models import QuerySet

from hezhang.core.geo import polyline
from hezhang.core.geo.positions import Point
from rivers.lines.models import SHOWN, ReachLine

WIDTH, HEIGHT, EDGE = 640.0, 240.0, 12.0  # units of the drawing
MOST = 200  # lines, and points of each: it is a sketch


@dataclass(frozen=True)
class Stroke:
    points: str  # as SVG writes them
    is_meant: bool


@dataclass(frozen=True)
class Sketch:
    """``strokes`` with those that are meant on top; none where nothing has been drawn yet."""

    strokes: list[Stroke]
    width: int = int(WIDTH)
    height: int = int(HEIGHT)


def sketch(lines: QuerySet[ReachLine], meant: Collection[int]) -> Sketch:
    """The lines, the upper tiers beneath; those of the reaches in ``meant`` stand out (none: all are alike)."""
    # The words of the tiers stand in the order of the tiers.
    rows = lines.order_by("reach__tier", "reach_id").values_list("reach_id", "drawn")[:MOST]
    paths = [(pk in meant, _fewer(polyline.decode(drawn, SHOWN))) for pk, drawn in rows]
    if not paths:
        return Sketch([])
    place = _placing([point for _, path in paths for point in path])
    strokes = [Stroke(" ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, path)), is_meant) for is_meant, path in paths]
    return Sketch(sorted(strokes, key=lambda one: one.is_meant))


def _fewer(path: list[Point]) -> list[Point]:
    step = len(path) // MOST + 1
    return [*path[:-1:step], path[-1]]


def _placing(points: list[Point]) -> Callable[[Point], tuple[float, float]]:
    """Where a position lies on the drawing: all of them fit, and none is stretched."""
    south, west = min(lat for lat, _ in points), min(lng for _, lng in points)
    north, east = max(lat for lat, _ in points), max(lng for _, lng in points)
    narrow = cos(radians((south + north) / 2))
    scale = min((WIDTH - 2 * EDGE) / max((east - west) * narrow, 1e-6), (HEIGHT - 2 * EDGE) / max(north - south, 1e-6))
    left = (WIDTH - (east - west) * narrow * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2
    return lambda point: (left + (point[1] - west) * narrow * scale, top + (north - point[0]) * scale)
