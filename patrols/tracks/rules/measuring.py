"""From points as they came to a way that was walked: what is counted, what is not and why, and how long it is.

The same whatever the order in which the points came, how often one came, and in how many parcels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from shapely import LineString

from hezhang.core.geo.positions import Point, geodesic
from hezhang.core.geo.shapes import Plane
from patrols.tracks.choices import Why
from patrols.tracks.rules.fixes import Dropped, Fix, sorted_out
from patrols.tracks.rules.jumps import without_jumps
from patrols.tracks.rules.noise import Array, Noise, noise_of
from patrols.tracks.rules.resting import collapsed, resting
from patrols.tracks.rules.smoothing import WALK_MS, left_over, smoothed

GAP_S = 60.0  # a phone in the pocket is silent for so long; what lies between is not known, and not counted
GAP_STEPS = 3.0  # of the usual distance between two points, where that is longer
TOLERANCE_ERRORS, TOLERANCE_WHOLE, TOLERANCE_M = (
    2.5,
    0.8,
    (1.0, 15.0),
)  # the path is drawn as straight as its error allows
MANY = 20_000  # points; half a day, one a second


class Gap(NamedTuple):
    """From one point to the next that is known; drawn dashed, not counted."""

    start: Fix
    end: Fix
    is_jump: bool


@dataclass
class Track:
    """What the points of one walk amount to."""

    kept: list[Fix] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    pieces: list[list[Point]] = field(
        default_factory=list
    )  # as they are measured: smoothed, straight where they can be
    metres: float = 0.0
    moving_s: float = 0.0
    is_timed: bool = True

    @property
    def points(self) -> int:
        return len(self.kept) + len(self.dropped)

    @property
    def breaks(self) -> int:
        """断点: how often nothing was recorded for a while."""
        return sum(not gap.is_jump for gap in self.gaps)

    @property
    def reasons(self) -> dict[Why, int]:
        """How many points are not counted, by the reason."""
        found = Counter(one.why for one in self.dropped)
        return {why: found[why] for why in Why if found[why]}


def measure(fixes: Iterable[Fix]) -> Track:
    """The track of these points. Points without any time are taken in their order, at a walker's pace."""
    kept, dropped = sorted_out(fixes)
    track = Track(kept, dropped, is_timed=any(fix.at is not None for fix in kept))
    if len(kept) < 2:
        return track
    plane = Plane.about([(fix.lat, fix.lng) for fix in kept])
    flat = np.array(plane.flat((fix.lat, fix.lng) for fix in kept))
    times = _times(kept, flat, track.is_timed)
    accuracy = np.array([np.nan if fix.accuracy_m is None else fix.accuracy_m for fix in kept])
    noise = noise_of(times, flat, accuracy)
    runs = without_jumps(times, flat, noise)
    out = set(runs.out)
    track.kept = [fix for row, fix in enumerate(kept) if row not in out]
    track.dropped = dropped + [Dropped(kept[row], Why.JUMP) for row in sorted(out)]
    pieces = _pieces(runs.pieces, times, track, kept)
    _lengths(track, [_Piece.of(rows, times, flat, _errors(accuracy, noise)) for rows in pieces], noise, plane)
    return track


@dataclass
class _Piece:
    """Times, places and errors of the points between two breaks."""

    times: Array
    flat: Array
    errors: Array

    @classmethod
    def of(cls, rows: list[int], times: Array, flat: Array, errors: Array) -> _Piece:
        """A very long track is thinned: every few points that follow each other become their mean."""
        few = -(-len(times) // MANY)
        if few == 1 or len(rows) < 2 * few:
            return cls(times[rows], flat[rows], errors[rows])
        starts = np.arange(0, len(rows), few)
        share = np.diff(np.append(starts, len(rows)))
        means = [np.add.reduceat(each[rows], starts, axis=0).T / share for each in (times, flat, errors)]
        return cls(means[0].T, means[1].T, means[2].T)


def _times(kept: Sequence[Fix], flat: Array, is_timed: bool) -> Array:
    """Seconds from the first point. Without times, as many as a walker needs from point to point on the whole."""
    if is_timed:
        times = np.array([fix.at or 0.0 for fix in kept])
        return times - times[0]
    ahead = min(10, len(flat) - 1)
    apart = float(np.median(np.hypot(*(flat[ahead:] - flat[:-ahead]).T))) / ahead
    return np.arange(len(flat)) * min(max(apart / WALK_MS, 1.0), 60.0)


def _errors(accuracy: Array, noise: Noise) -> Array:
    """Of each point, metres for one axis: as exact as the others, unless the phone says that it is more or less so."""
    if not np.isfinite(accuracy).any():
        return np.full(len(accuracy), noise.rough)
    middle = max(float(np.nanmedian(accuracy)), 1.0)
    return noise.rough * np.clip(np.nan_to_num(accuracy / middle, nan=1.0), 0.5, 4.0)


def _pieces(runs: Sequence[list[int]], times: Array, track: Track, kept: Sequence[Fix]) -> list[list[int]]:
    """The runs cut where nothing was recorded for too long; the breaks are written down."""
    steps = np.concatenate([np.diff(times[run]) for run in runs]) if runs else np.array([])
    most = max(GAP_S, GAP_STEPS * float(np.median(steps))) if len(steps) else GAP_S
    pieces: list[list[int]] = []
    for run in runs:
        cuts = np.flatnonzero(np.diff(times[run]) > most) + 1
        parts = [part.tolist() for part in np.split(np.array(run), cuts)]
        if pieces:
            track.gaps.append(Gap(kept[pieces[-1][-1]], kept[parts[0][0]], is_jump=True))
        track.gaps += [Gap(kept[one[-1]], kept[other[0]], is_jump=False) for one, other in pairwise(parts)]
        pieces += parts
    return pieces


def _lengths(track: Track, pieces: Sequence[_Piece], noise: Noise, plane: Plane) -> None:
    if not pieces:
        return
    path = np.concatenate([smoothed(piece.times, piece.flat, piece.errors, noise) for piece in pieces])
    whole = np.concatenate([piece.times for piece in pieces])
    rests = resting(whole, path, noise) if track.is_timed else np.zeros(len(path), bool)
    least, most = TOLERANCE_M
    tolerance = min(max(least, TOLERANCE_ERRORS * left_over(whole, noise), TOLERANCE_WHOLE * noise.whole), most)
    start = 0
    for piece in pieces:
        part = slice(start, start + len(piece.times))
        start += len(piece.times)
        places = plane.round(_straight(collapsed(path[part], rests[part]), tolerance))
        track.pieces.append(places)
        track.metres += sum(geodesic(*one, *other) for one, other in pairwise(places))
        steps = np.diff(whole[part])
        track.moving_s += float(steps[~(rests[part][1:] & rests[part][:-1])].sum())


def _straight(places: Array, tolerance: float) -> list[tuple[float, float]]:
    """With as few corners as stay within the tolerance."""
    if len(places) > 2:
        places = shapely.get_coordinates(LineString(places).simplify(tolerance, preserve_topology=False))
    return [(float(x), float(y)) for x, y in places]
