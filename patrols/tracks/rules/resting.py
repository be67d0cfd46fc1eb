"""When the walker stood still: the trembling of a phone at rest is no way.

A stretch of time is rest while the path stays near the place where that stretch began. How near depends on how much this
phone errs, and how long on how near: so that whoever walks at all, be it at a third of a metre a second, has left it by then.
"""

from __future__ import annotations

import numpy as np

from patrols.tracks.rules.noise import Array, Flags, Noise

NEAR_M, NEAR_ERRORS = 8.0, 4.0
SLOWEST_MS = 0.25  # slower than this over such a while is a drift of the readings
LOOKS = 8  # moments of the stretch at which the path is looked at
FEWEST = 4  # readings of a stretch
A_MOMENT = 1e-6  # seconds that are lost in adding


def resting(times: Array, path: Array, noise: Noise) -> Flags:
    """Which of the points lie in a stretch of rest."""
    usual = float(np.median(np.diff(times))) if len(times) > 1 else 0.0
    while_s = max(2 * max(NEAR_M, NEAR_ERRORS * noise.whole) / SLOWEST_MS, FEWEST * usual)
    near = while_s * SLOWEST_MS / 2
    starts = np.concatenate([times, times - while_s])  # from each point on, and up to each point
    starts = starts[(starts >= times[0]) & (starts + while_s <= times[-1])]
    then = starts[:, None] + np.linspace(0, while_s, LOOKS + 1)
    east, north = np.interp(then, times, path[:, 0]), np.interp(then, times, path[:, 1])
    away = np.hypot(east - east.mean(axis=1, keepdims=True), north - north.mean(axis=1, keepdims=True))
    still = starts[away.max(axis=1) <= near]
    marks = np.zeros(len(times) + 1, int)
    np.add.at(marks, np.searchsorted(times, still - A_MOMENT), 1)
    np.add.at(marks, np.searchsorted(times, still + while_s + A_MOMENT, side="right"), -1)
    return np.cumsum(marks[:-1]) > 0


def collapsed(path: Array, rests: Flags) -> Array:
    """The path with each rest as one place: how one came to it, its middle, how one left it."""
    found: list[Array] = []
    for part in np.split(np.arange(len(path)), np.flatnonzero(np.diff(rests)) + 1):
        if not rests[part[0]]:
            found.append(path[part])
            continue
        came, left = (
            path[part[:1]] if part[0] > 0 else path[:0],
            path[part[-1:]] if part[-1] < len(path) - 1 else path[:0],
        )
        found += [came, np.median(path[part], axis=0)[None, :], left]
    return np.concatenate(found)
