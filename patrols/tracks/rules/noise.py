"""How much the readings tremble, and how fast the walker usually is: both told by the track itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

UNTOLD_M = 5.0  # error of each axis where neither the points nor the phone tell it
LEAST_M = 1.0  # no phone is better
MOST_M = 34.0  # what 50 m of radius mean for one axis
PER_AXIS = 1.5  # the radius that holds 68 % of readings is one and a half times the error of an axis
DENSE_S = 12.0  # three points within so many seconds lie on a straight line, but for their error
BASE_S = 20.0  # speed is judged over so many seconds at least: from one second to the next it is mostly error


@dataclass(frozen=True)
class Noise:
    """Metres for one axis: ``rough`` from reading to reading, ``whole`` with the slow wandering that phones own up to."""

    rough: float
    whole: float
    speed: float  # m/s, of the middle of the track


def noise_of(times: Array, flat: Array, accuracy: Array) -> Noise:
    """``flat``: metres east and north, a row for each point; ``accuracy``: NaN where it is not told."""
    told = float(np.nanmedian(accuracy)) / PER_AXIS if np.isfinite(accuracy).any() else None
    seen = _trembling(times, flat)
    owned = UNTOLD_M if told is None else told
    rough = owned if seen is None else max(seen, (told or 0) * 0.4)
    rough = min(max(rough, LEAST_M), MOST_M)
    whole = min(max(rough, owned), MOST_M)
    return Noise(rough, whole, _speed(times, flat, rough))


def _trembling(times: Array, flat: Array) -> float | None:
    """From how far points lie off the straight line between others some seconds before and after; the middle one of all,
    so turns do not count. None where the points are too few, or too far apart."""
    if len(times) < 12:
        return None
    ahead = max(1, round(DENSE_S / 2 / max(float(np.median(np.diff(times))), 0.1)))
    found = [_off(times, flat, lag) for lag in {1, ahead} if len(times) > 2 * lag]
    return max((one for one in found if one is not None), default=None)


def _off(times: Array, flat: Array, lag: int) -> float | None:
    before, after = times[lag:-lag] - times[: -2 * lag], times[2 * lag :] - times[lag:-lag]
    dense = before + after <= DENSE_S + 0.5
    if dense.sum() < 10:
        return None
    share = (after / (before + after))[:, None]
    off = flat[lag:-lag] - share * flat[: -2 * lag] - (1 - share) * flat[2 * lag :]
    off /= np.sqrt(1 + share**2 + (1 - share) ** 2)
    return float(np.median(np.abs(off[dense]))) / 0.6745


def _speed(times: Array, flat: Array, error: float) -> float:
    later = np.minimum(np.searchsorted(times, times + BASE_S), len(times) - 1)
    took = times[later] - times
    is_long = took >= BASE_S / 2
    if not is_long.any():
        return 0.0
    went = np.hypot(*(flat[later] - flat).T)
    pace, base = float(np.median(went[is_long] / took[is_long])), float(np.median(took[is_long]))
    return float(np.sqrt(max(pace**2 - (1.7 * error / base) ** 2, 0.0)))
