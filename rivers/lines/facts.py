"""What lies near a place: reaches of a post's scope by their distance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from hezhang.core.accounts.models import Region
from hezhang.core.accounts.queries import within
from hezhang.core.geo import polyline, shapes
from hezhang.core.geo.files.writing import Drawn
from hezhang.core.geo.positions import Point, box_around
from hezhang.core.kernel.choices import TIER_ORDER, Tier
from rivers.lines.models import SHOWN, ReachLine, RiverShape
from rivers.registry.models import Reach, River

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

NEAR_M = 3000  # farther away a reach is not what the place is about
ALIKE_M = 20  # two lines whose distances differ by less run together: the simplified lines are 8 m off each


@dataclass(frozen=True)
class Near:
    """A reach, how far away it is (metres, to about 10), and its place that is nearest."""

    reach: Reach
    metres: int
    place: Point


def nearest_reach(lat: float, lng: float, post: Post, *, within: float = NEAR_M) -> Near | None:
    """The reach of the post's scope that is nearest, the lowest tier where several run together; None beyond ``within`` m."""
    found = near_reaches(lat, lng, post, within=within, most=1)
    return found[0] if found else None


def near_reaches(lat: float, lng: float, post: Post, *, within: float = NEAR_M, most: int = 5) -> list[Near]:
    """The nearest first, as ``nearest_reach`` would choose them. Two questions, however many lines there are."""
    lines = ReachLine.objects.visible_to(post).standing(timezone.localdate())
    around = lines.touching(box_around(lat, lng, within))
    feet = []
    for reach, _, tier, _, drawn in around.drawn_rows():
        foot = shapes.foot(polyline.decode(drawn, SHOWN), lat, lng)
        if foot.away <= within:
            feet.append((foot, TIER_ORDER.index(Tier(tier)), reach))
    feet.sort(key=lambda one: one[0].away)
    chosen = _lowest_first(feet)[:most]
    reaches = Reach.objects.select_related("river", "region").in_bulk([reach for _, _, reach in chosen])
    return [Near(reaches[reach], round(foot.away), foot.place) for foot, _, reach in chosen]


class Lines:
    """The lines of a region, read once for many places."""

    def __init__(self, region: Region, on: date) -> None:
        rows = ReachLine.objects.filter(within(region, "reach__region")).standing(on).order_by("reach_id")
        named = ("reach_id", "reach__river_id", "reach__tier", "south", "north", "west", "east", "drawn")
        self._rows = list(rows.values_list(*named))

    def nearest(self, lat: float, lng: float, *, within: float, river: int | None = None) -> tuple[int, int] | None:
        """(reach, metres) as ``nearest_reach`` chooses, of one river if it is named; None beyond ``within`` m."""
        south, north, west, east = box_around(lat, lng, within)
        feet = []
        for reach, of_river, tier, below, above, left, right, drawn in self._rows:
            near = below <= north and above >= south and left <= east and right >= west
            if near and river in (None, of_river):
                foot = shapes.foot(polyline.decode(drawn, SHOWN), lat, lng)
                feet.append((foot, TIER_ORDER.index(Tier(tier)), reach))
        feet = sorted((one for one in feet if one[0].away <= within), key=lambda one: one[0].away)
        first = next(iter(_lowest_first(feet)), None)
        return (first[2], round(first[0].away)) if first else None


def _lowest_first(feet: list[tuple[shapes.Foot, int, int]]) -> list[tuple[shapes.Foot, int, int]]:
    """Nested reaches share their line: among those as near as the nearest of the rest, the village's comes before the county's."""
    ordered, rest = [], feet
    while rest:
        reach_of_this = rest[0][0].away + ALIKE_M
        alike = [one for one in rest if one[0].away <= reach_of_this]
        rest = rest[len(alike) :]
        ordered += sorted(alike, key=lambda one: (-one[1], one[0].away, one[2]))
    return ordered


def drawn_of(post: Post, river: River | None = None) -> Iterator[Drawn]:
    """Every line and shape of the post's scope, or of one river there, in full and with the words that an import reads."""
    held = ReachLine.objects.visible_to(post).standing(timezone.localdate())
    lines = held.select_related("reach__river", "reach__region").order_by("reach__code")
    shapes_ = RiverShape.objects.visible_to(post).select_related("river__region").order_by("river__code")
    if river is not None:
        lines, shapes_ = lines.filter(reach__river=river), shapes_.filter(river=river)
    for line in lines.iterator(chunk_size=500):
        reach = line.reach
        words = {"名称": reach.name, "编码": reach.code, "河湖": reach.river.name, "级别": reach.get_tier_display()}
        yield Drawn("line", line.positions(), words | {"区划": reach.region.name, "线长公里": str(line.length_km)})
    for shape in shapes_.iterator(chunk_size=500):
        words = {"名称": shape.river.name, "编码": shape.river.code, "类别": shape.river.get_kind_display()}
        kind = "ring" if shape.points > 1 else "point"
        yield Drawn(kind, shape.positions(), words | {"区划": shape.river.region.name})
