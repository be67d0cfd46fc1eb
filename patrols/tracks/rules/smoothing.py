"""Where the walker most likely was: readings smoothed forwards and backwards (Kalman filter and Rauch–Tung–Striebel).

The model is a body that goes on as it went, pushed at random (``PUSH``); both axes have the same error, so one set of
gains serves both. One pass each way, whatever the distance between readings.
"""

from __future__ import annotations

import numpy as np

from patrols.tracks.rules.noise import Array, Noise

PUSH = 0.2  # m²/s³: somebody who turns round within a few seconds
WALK_MS = 1.3
LEAST_PACE = 0.2  # of a walker's: the slower, the straighter
FAR_OFF = 3.0  # errors; a reading farther off is believed less, the more the farther


def smoothed(times: Array, flat: Array, errors: Array, noise: Noise) -> Array:
    """The path through the readings; twice where some lie far off it."""
    push = _push(noise)
    path = _pass(times, flat, errors, push)
    off = np.hypot(*(flat - path).T) / (errors * FAR_OFF)
    return _pass(times, flat, errors * np.maximum(off, 1.0), push) if (off > 1).any() else path


def _push(noise: Noise) -> float:
    return PUSH * max(LEAST_PACE, noise.speed / WALK_MS) ** 2


def left_over(times: Array, noise: Noise) -> float:
    """The error that is still in a smoothed place, metres for one axis."""
    every = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    push, spread = _push(noise), noise.rough**2 * every
    return float(min(noise.rough, np.sqrt(spread * (push / spread) ** 0.25 / 2.83)))


def _pass(times: Array, flat: Array, errors: Array, push: float) -> Array:
    if len(times) < 3:
        return flat
    xs, ys, ts, rs = flat[:, 0].tolist(), flat[:, 1].tolist(), times.tolist(), (errors**2).tolist()
    x, y, u, v = xs[0], ys[0], 0.0, 0.0
    a, b, c = rs[0], 0.0, 4.0  # covariance of place, place and speed, speed
    forth = [(x, y, u, v, a, b, c, 0.0, x, y, u, v, a, b, c)]
    for number in range(1, len(ts)):
        dt = ts[number] - ts[number - 1]
        pushed = push * dt
        px, py = x + u * dt, y + v * dt
        pa, pb, pc = a + dt * (2 * b + dt * c) + pushed * dt * dt / 3, b + dt * c + pushed * dt / 2, c + pushed
        believed, faster = pa / (pa + rs[number]), pb / (pa + rs[number])
        dx, dy = xs[number] - px, ys[number] - py
        pu, pv = u, v
        x, y, u, v = px + believed * dx, py + believed * dy, u + faster * dx, v + faster * dy
        a, b, c = (1 - believed) * pa, (1 - believed) * pb, pc - faster * pb
        forth.append((x, y, u, v, a, b, c, dt, px, py, pu, pv, pa, pb, pc))
    return _back(forth)


def _back(forth: list[tuple[float, ...]]) -> Array:
    """From the last reading to the first: each place learns from what came after it."""
    x, y, u, v = forth[-1][:4]
    found = [(x, y)]
    for number in range(len(forth) - 2, -1, -1):
        fx, fy, fu, fv, a, b, c = forth[number][:7]
        dt, px, py, pu, pv, pa, pb, pc = forth[number + 1][7:]
        whole = pa * pc - pb * pb
        e, f = a + b * dt, b + c * dt
        g, h, k, m = (
            (e * pc - b * pb) / whole,
            (b * pa - e * pb) / whole,
            (f * pc - c * pb) / whole,
            (c * pa - f * pb) / whole,
        )
        dx, dy, du, dv = x - px, y - py, u - pu, v - pv
        x, y, u, v = fx + g * dx + h * du, fy + g * dy + h * dv, fu + k * dx + m * du, fv + k * dy + m * dv
        found.append((x, y))
    return np.array(found[::-1])
