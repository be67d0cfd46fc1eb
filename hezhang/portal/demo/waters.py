"""Where the demonstration's rivers run: six through the district, the towns' own into them, two lakes and a few canals."""

from __future__ import annotations

from math import cos, hypot, pi, sin
from random import Random

import shapely
from shapely import LineString, union_all

from hezhang.core.geo.positions import Point
from hezhang.portal.demo import places
from hezhang.portal.demo.meanders import Spot, course, nearest, placed, shore
from hezhang.portal.demo.world import dice_for

CLEAR_KM = 0.45  # between two rivers that do not meet


class Waters:
    """Courses in the order in which rivers are asked for; thrown with dice of its own."""

    def __init__(self) -> None:
        self.dice: Random = dice_for("waters")
        self.main: list[list[Spot]] = []
        self.taken: list[LineString] = []
        self.mouths: list[Spot] = []

    def main_river(self, number: int) -> list[Point]:
        """One of ``places.MAIN_RIVERS``; all but the first end in the stem."""
        _, length, _, through = places.MAIN_RIVERS[number]
        if self.main:
            through = [*through, nearest(self.main[0], (through[-1][0] + 1.6, through[-1][1] - 0.9))]
        self.main.append(course(through, length, self.dice))
        self._take(self.main[-1])
        return placed(self.main[-1])

    def town_river(self, town: int, kind: str, length: float) -> list[Point]:
        """A town's own: a lake, a straight canal, or a brook into one of the large ones, where there is room for it."""
        if kind in ("lake", "reservoir", "wetland"):
            line = shore(self._free_spot(places.CENTRES[town], length), length, self.dice)
        else:
            straight = 0.97 if kind == "canal" else 0.74
            line = course(self._free_way(places.CENTRES[town], length * straight), length, self.dice, 0.8)
        self._take(line)
        return placed(line)

    def _take(self, line: list[Spot]) -> None:
        # Coarse: room is looked for in hundreds of metres.
        self.taken.append(LineString(line).simplify(0.08))

    def _free_way(self, centre: Spot, length: float) -> list[Spot]:
        """From a source to a mouth on a main river: near the town, and clear of the rivers that are there already."""
        mouths = [
            spot for line in self.main for spot in line[4:-4:4] if all(_far(spot, one) > 0.7 for one in self.mouths)
        ]
        mouths = sorted(mouths, key=lambda spot: _far(spot, centre))[:24]
        ways = [(mouth, turn * pi / 8) for mouth in mouths for turn in range(16)]
        # The last stretch before the mouth lies beside the river that it flows into, whatever one does.
        lines = [LineString([_towards(mouth, angle, 0.7), _towards(mouth, angle, length)]) for mouth, angle in ways]
        room = shapely.distance(lines, union_all(self.taken))
        free = next((number for number, clear in enumerate(room) if clear >= CLEAR_KM), int(room.argmax()))
        mouth, angle = ways[free]
        self.mouths.append(mouth)
        middle = _towards(mouth, angle + self.dice.uniform(-0.12, 0.12), length / 2)
        return [_towards(mouth, angle, length), middle, mouth]

    def _free_spot(self, centre: Spot, length: float) -> Spot:
        """Where a lake of that shore fits: as near to the town as may be."""
        spots = [_towards(centre, turn * pi / 8, far / 3) for far in range(14) for turn in range(16)]
        room = shapely.distance(shapely.points(spots), union_all(self.taken))
        # Its half length, for a shore about 1.3 times as long as wide.
        return spots[next((number for number, clear in enumerate(room) if clear > length / 5), int(room.argmax()))]


def _towards(spot: Spot, angle: float, far: float) -> Spot:
    return spot[0] + cos(angle) * far, spot[1] + sin(angle) * far


def _far(one: Spot, other: Spot) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
