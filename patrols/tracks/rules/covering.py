"""How much of a reach was walked along: the part of its line that lies within so many metres of the way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString

from hezhang.core.geo.positions import Point
from hezhang.core.geo.shapes import Plane
from patrols.tracks.rules.noise import Array

WITHIN_M = 50  # both banks of most rivers; a district sets its own
STEP_M, MOST_STEPS = 5.0, 20_000  # at which places of the line it is asked


def share_walked(line: Sequence[Point], pieces: Sequence[Sequence[Point]], within: float = WITHIN_M) -> float | None:
    """0–1; None for a reach without a line. ``pieces`` as they are measured: what lies in a gap is not walked.

    Where the way ends, what lies ahead of it within the distance is not walked either.
    """
    if len(set(line)) < 2:
        return None
    plane = Plane.about(line)
    reach = LineString(plane.flat(line))
    step = max(STEP_M, reach.length / MOST_STEPS)
    count = max(round(reach.length / step), 20)
    along = (np.arange(count) + 0.5) * reach.length / count
    spots = shapely.line_interpolate_point(reach, along)
    walked = np.zeros(count, bool)
    for piece in pieces:
        if len(set(piece)) > 1:
            walked |= _along(reach, along, spots, LineString(plane.flat(piece)), within)
    return float(walked.mean())


def _along(reach: LineString, along: Array, spots: Array, piece: LineString, within: float) -> Array:
    """Which spots lie beside this piece: near it, and between the first and the last place of the line that it passes."""
    near = shapely.distance(spots, piece) <= within
    if not near.any():
        return near
    ways = shapely.points(shapely.get_coordinates(shapely.segmentize(piece, STEP_M * 2)))
    passed = np.sort(shapely.line_locate_point(reach, ways[shapely.distance(ways, reach) <= within]))
    found = np.zeros(len(near), bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(int)))
    half = (along[1] - along[0]) / 2
    for first, last in edges.reshape(-1, 2):
        start, end = along[first] - half, along[last - 1] + half
        inside = passed[np.searchsorted(passed, start - within) : np.searchsorted(passed, end + within, side="right")]
        if len(inside):
            found[first:last] = (along[first:last] >= inside[0]) & (along[first:last] <= inside[-1])
    return found
