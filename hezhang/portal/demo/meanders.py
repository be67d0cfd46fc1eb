"""Rivers that look like rivers: a smooth course through given places, wound until it is as long as the register says.

Plane coordinates here: kilometres east and north of the district's middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, pi, radians, sin
from random import Random

from hezhang.core.geo.positions import Point

Spot = tuple[float, float]  # km east, km north
MIDDLE = (27.94, 120.80)  # nowhere in particular (WGS-84)
STEP_KM = 0.05


def placed(spots: Sequence[Spot]) -> list[Point]:
    """Kilometres about the middle → latitude, longitude."""
    east = 111.32 * cos(radians(MIDDLE[0]))
    return [(MIDDLE[0] + y / 110.9, MIDDLE[1] + x / east) for x, y in spots]


def course(through: Sequence[Spot], length: float, dice: Random, wave: float = 1.1) -> list[Spot]:
    """A line through about these places, ``length`` km long (no shorter than the smooth way), bends of ``wave`` km and less."""
    base = _evenly(_smooth(through))
    waves = [(wave * share * dice.uniform(0.85, 1.2), dice.uniform(0, 2 * pi), share) for share in (2.3, 1.0, 0.45)]
    swing = [
        # Bends come and go, and both ends stay where they are.
        sum(share * sin(step * STEP_KM * 2 * pi / each + phase) for each, phase, share in waves)
        * min(1.0, step * STEP_KM / wave, (len(base) - 1 - step) * STEP_KM / wave)
        for step in range(len(base))
    ]
    low, high = 0.0, wave * 0.5
    for _ in range(9):
        middle = (low + high) / 2
        low, high = (middle, high) if measured(_bent(base, swing, middle)) < length else (low, middle)
    return _bent(base, swing, low)


def _smooth(through: Sequence[Spot]) -> list[Spot]:
    """Catmull–Rom through the places, ten points between two."""
    padded, found = [through[0], *through, through[-1]], []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for part in range(10):
            found.append((_between(part / 10, a[0], b[0], c[0], d[0]), _between(part / 10, a[1], b[1], c[1], d[1])))
    return [*found, through[-1]]


def _between(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def measured(line: Sequence[Spot]) -> float:
    """Kilometres along the line."""
    return sum(hypot(c - a, d - b) for (a, b), (c, d) in pairwise(line))


def _evenly(line: Sequence[Spot]) -> list[Spot]:
    """The same line with a point every ``STEP_KM``."""
    count = max(8, round(measured(line) / STEP_KM))
    return [at_share(line, step / count) for step in range(count + 1)]


def at_share(line: Sequence[Spot], share: float) -> Spot:
    """The place after this share (0–1) of the line's length."""
    left = measured(line) * share
    for (a, b), (c, d) in pairwise(line):
        step = hypot(c - a, d - b)
        if left <= step and step:
            return a + (c - a) * left / step, b + (d - b) * left / step
        left -= step
    return line[-1]


def _bent(base: Sequence[Spot], swing: Sequence[float], by: float) -> list[Spot]:
    """Each point moved sideways by its swing."""
    bent = []
    for number, (x, y) in enumerate(base):
        (a, b), (c, d) = base[max(0, number - 1)], base[min(len(base) - 1, number + 1)]
        size = hypot(c - a, d - b) or 1.0
        bent.append((x - (d - b) / size * swing[number] * by, y + (c - a) / size * swing[number] * by))
    return bent


def shore(middle: Spot, length: float, dice: Random) -> list[Spot]:
    """The shore of a lake about the middle, ``length`` km around; open, its last point lies beside the first."""
    bays = [(lobes, dice.uniform(0.04, 0.16), dice.uniform(0, 2 * pi)) for lobes in (2, 3, 5, 7)]

    def point(angle: float) -> Spot:
        far = 1 + sum(depth * sin(lobes * angle + phase) for lobes, depth, phase in bays)
        return far * cos(angle) * 1.3, far * sin(angle) * 0.8

    ring = [point(2 * pi * step / 120) for step in range(120)]
    scale = length / measured(ring)
    return [(middle[0] + x * scale, middle[1] + y * scale) for x, y in ring]


def nearest(line: Sequence[Spot], spot: Spot) -> Spot:
    """The point of the line that is nearest."""
    return min(line, key=lambda one: hypot(one[0] - spot[0], one[1] - spot[1]))
