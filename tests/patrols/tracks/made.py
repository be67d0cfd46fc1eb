"""Made tracks whose true length is known: a way on a plane, walked at a pace, read by a phone that errs."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

from hezhang.core.geo.positions import length_km
from hezhang.core.geo.shapes import Plane
from patrols.tracks.rules import Fix

PLANE = Plane(30.2, 120.1)
NOON = 1_790_000_000.0
Spot = tuple[float, float]


def straight(metres: float = 2000) -> list[Spot]:
    return [(0, 0), (metres * 0.8, metres * 0.6)]


def curved(metres: float = 2000) -> list[Spot]:
    """A bank that winds: bends of 120 m radius, to the left and to the right."""
    spots, angle, x, y = [(0.0, 0.0)], 0.0, 0.0, 0.0
    for step in range(int(metres / 5)):
        angle += (1 if step // 40 % 2 else -1) * 5 / 120
        x, y = x + 5 * math.cos(angle), y + 5 * math.sin(angle)
        spots.append((x, y))
    return spots


def there_and_back(metres: float = 1000) -> list[Spot]:
    return [(0, 0), (metres, 0), (0, 0)]


def zigzag(legs: int = 24, leg: float = 80) -> list[Spot]:
    """Down to the water and up to the dyke, at 60° to each other."""
    return [(number * leg * 0.866, leg / 2 * (number % 2)) for number in range(legs + 1)]


def over_the_bridge() -> list[Spot]:
    """Down one bank, 60 m over the bridge, back along the other."""
    return [(0, 0), (900, 0), (900, 60), (0, 60)]


@dataclass
class Made:
    """``fixes`` and the metres that were walked while something was recorded."""

    fixes: list[Fix] = field(default_factory=list)
    metres: float = 0.0
    way: list[Spot] = field(default_factory=list)


@dataclass
class Phone:
    """How it errs: ``jitter`` afresh at each reading, ``wander`` slowly (metres for one axis, with its seconds)."""

    every: float = 1.0
    jitter: float = 4.0
    wander: float = 0.0
    wander_s: float = 60.0
    tells: bool = True  # its accuracy
    seed: int = 1

    def read(
        self, way: list[Spot], pace: float = 1.3, rests: dict[float, float] | None = None
    ) -> list[tuple[float, Spot, float]]:
        """(second, where it says, metres truly gone) along the way; ``rests``: metres gone → seconds of standing there."""
        times, gone = _timetable(_length(way), pace, rests or {})
        chance, last, east, north = random.Random(self.seed), None, 0.0, 0.0
        found, second = [], 0.0
        while second <= times[-1]:
            keep = 0.0 if last is None else math.exp(-(second - last) / self.wander_s)
            fresh = self.wander * math.sqrt(1 - keep * keep)
            east, north = keep * east + chance.gauss(0, 1) * fresh, keep * north + chance.gauss(0, 1) * fresh
            metres = _between(second, times, gone)
            x, y = _place(way, metres)
            found.append(
                (second, (x + east + chance.gauss(0, self.jitter), y + north + chance.gauss(0, self.jitter)), metres)
            )
            last, second = second, second + self.every
        return found

    @property
    def accuracy(self) -> float | None:
        return max(3.0, round(1.5 * math.hypot(self.jitter, self.wander), 1)) if self.tells else None

    def fix(self, second: float, spot: Spot, accuracy: float | None = None) -> Fix:
        [(lat, lng)] = PLANE.round([spot])
        return Fix(NOON + second, round(lat, 7), round(lng, 7), accuracy or self.accuracy)


def walked(way: list[Spot], phone: Phone, pace: float = 1.3, **more) -> Made:
    rows = phone.read(way, pace, **more)
    return Made([phone.fix(second, spot) for second, spot, _ in rows], _true(way, rows[0][2], rows[-1][2]), way)


def with_gap(way: list[Spot], phone: Phone, first: float, last: float, pace: float = 1.3) -> Made:
    """Nothing is recorded between two metres of the way."""
    rows = [row for row in phone.read(way, pace) if not first < row[2] < last]
    before, after = [row[2] for row in rows if row[2] <= first], [row[2] for row in rows if row[2] >= last]
    metres = _true(way, before[0], before[-1]) + _true(way, after[0], after[-1])
    return Made([phone.fix(second, spot) for second, spot, _ in rows], metres, way)


def with_tunnel(way: list[Spot], phone: Phone, first: float, last: float, pace: float = 1.3) -> Made:
    """Under a roof the phone guesses: places hundreds of metres off, and it says so."""
    chance, made = random.Random(phone.seed + 5), with_gap(way, phone, first, last, pace)
    for second, (x, y), metres in phone.read(way, pace):
        if first < metres < last:
            off = chance.gauss(0, 120), chance.gauss(0, 120)
            made.fixes.append(phone.fix(second, (x + off[0], y + off[1]), chance.uniform(80, 400)))
    return made


def with_teleports(way: list[Spot], phone: Phone, away: dict[int, int], metres: float = 900, pace: float = 1.3) -> Made:
    """``away``: reading → how many readings the phone is elsewhere from there on."""
    made = walked(way, phone, pace)
    for start, count in away.items():
        for row in range(start, min(start + count, len(made.fixes))):
            fix = made.fixes[row]
            [(x, y)] = PLANE.flat([(fix.lat, fix.lng)])
            made.fixes[row] = phone.fix(fix.at - NOON, (x + metres, y - metres))
    return made


def at_rest(phone: Phone, seconds: float = 3600) -> Made:
    rows = phone.read([(0, 0), (0.001, 0)], 1, {0.0: seconds})
    return Made([phone.fix(second, spot) for second, spot, _ in rows], 0.0)


def _timetable(length: float, pace: float, rests: dict[float, float]) -> tuple[list[float], list[float]]:
    times, gone = [0.0], [0.0]
    for metres, seconds in [*sorted(rests.items()), (length, 0.0)]:
        times.append(times[-1] + (metres - gone[-1]) / pace)
        gone.append(metres)
        times.append(times[-1] + seconds)
        gone.append(metres)
    return times, gone


def _between(second: float, times: list[float], gone: list[float]) -> float:
    for row in range(1, len(times)):
        if second <= times[row]:
            took = times[row] - times[row - 1]
            return gone[row - 1] + (gone[row] - gone[row - 1]) * ((second - times[row - 1]) / took if took else 1)
    return gone[-1]


def _length(way: list[Spot]) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(way))


def _place(way: list[Spot], metres: float) -> Spot:
    for one, other in pairwise(way):
        leg = math.dist(one, other)
        if metres <= leg and leg:
            return one[0] + (other[0] - one[0]) * metres / leg, one[1] + (other[1] - one[1]) * metres / leg
        metres -= leg
    return way[-1]


def _true(way: list[Spot], first: float, last: float) -> float:
    """Metres on the ellipsoid between two metres of the way, as the plane has them."""
    spots = [_place(way, first + (last - first) * part / 2000) for part in range(2001)]
    return length_km(PLANE.round(spots)) * 1000
