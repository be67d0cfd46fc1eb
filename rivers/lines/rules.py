"""When points make a line that can be kept, and what about it should be asked first. Points: (latitude, longitude)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hezhang.core.geo import shapes
from hezhang.core.geo.positions import Box, Point, haversine, valid_position
from hezhang.core.geo.positions import length_km as length_km_of
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if

MOST_POINTS = 50_000
FAR_KM = 30  # from everything else in the county
ASTRAY_M = 500  # from the reach above: maps of other scales differ by less
UNLIKE = 0.2  # share by which a line's length differs from what is registered
RETRACED = 0.5  # share of a line that lies on itself
CHINA: Box = (3.0, 54.0, 73.0, 136.0)
# What the map draws; a screen of 1,440 px across a district of 40 km has pixels of 28 m.
DRAWN_WITHIN_M = 8.0


def sound(points: Sequence[Point]) -> Verdict:
    """Whether the points are positions at all, not too many, and latitude and longitude where they belong."""
    if len(points) > MOST_POINTS:
        return no(f"坐标点太多：{len(points):,} 个，最多 {MOST_POINTS:,} 个。请先在制图软件中简化。")
    if is_swapped(points):
        return no(f"纬度和经度写反了（第一点读作纬度 {points[0][0]:g}、经度 {points[0][1]:g}）。请互换后再保存。")
    for number, (lat, lng) in enumerate(points, 1):
        if not valid_position(lat, lng):
            return no(f"第 {number} 个点不是有效坐标（纬度 {lat:g}，经度 {lng:g}）。请改正或删去该点。")
    return YES


def is_swapped(points: Sequence[Point]) -> bool:
    """Whether every point lies in China once latitude and longitude change places, and none does as it stands."""
    south, north, west, east = CHINA
    return bool(points) and all(south <= lng <= north and west <= lat <= east for lat, lng in points)


def makes_line(points: Sequence[Point]) -> Verdict:
    """Whether sound points make a line: two different ones at least, not drawn back over itself."""
    if len(set(points)) < 2:
        return no("河线至少要有两个不同的点。")
    share = shapes.retraced(points)
    return yes_if(
        share < RETRACED / 2,
        f"河线有 {share:.0%} 与自身重叠，像是同一段画了两遍。请删去重复的部分。",
    )


def makes_shape(points: Sequence[Point]) -> Verdict:
    """Whether sound points are a place (one), or the ring around an area (three and more, without a crossing)."""
    fits = len(points) == 1 or shapes.is_valid_ring(points)
    return yes_if(fits, "轮廓线自相交叉，或不足三个点，围不成水面。请重新绘制。")


def unlike_registered(points: Sequence[Point], length_km: Decimal | None) -> list[str]:
    """Told when a line is read from a file: another reach may be meant. Who draws by hand sees both lengths."""
    if not length_km or len(points) < 2:
        return []
    drawn = length_km_of(points)
    share = abs(drawn - float(length_km)) / float(length_km)
    words = f"河线长 {drawn:.2f} 公里，登记长度 {length_km} 公里，相差 {share:.0%}，请核对是不是同一段。"
    return [words] if share > UNLIKE else []


def doubts(points: Sequence[Point], around: Box | None, above: Sequence[Point]) -> list[str]:
    """What is unlikely about a line and may still be so: each a sentence that the drawer is asked about.

    ``around``: the box of the county's other lines; ``above``: the line of the reach above, empty if it has none.
    """
    return [*_crossing(points), *far_from(points, around), *_astray(points, above)]


def _crossing(points: Sequence[Point]) -> list[str]:
    place = shapes.crossing(points)
    return [f"河线自相交叉（约在纬度 {place[0]:.5f}、经度 {place[1]:.5f} 处）。"] if place else []


def far_from(points: Sequence[Point], around: Box | None) -> list[str]:
    """The sentence for points that all lie far from the county's other objects."""
    if around is None:
        return []
    south, north, west, east = around
    away = min(
        haversine(lat, lng, min(max(lat, south), north), min(max(lng, west), east))
        # Of a long line a few points tell as well whether it is near.
        for lat, lng in points[:: max(1, len(points) // 200)]
    )
    if away <= FAR_KM * 1000:
        return []
    return [f"离本县（区）其他河线最近也有 {away / 1000:.0f} 公里，请核对坐标和坐标系。"]


def _astray(points: Sequence[Point], above: Sequence[Point]) -> list[str]:
    if len(above) < 2:
        return []
    share, farthest = shapes.strays(points, above, ASTRAY_M)
    if not share:
        return []
    how_far = f"{farthest / 1000:.1f} 公里" if farthest >= 1000 else f"{farthest:.0f} 米"
    return [f"河线有 {max(share, 0.01):.0%} 的点在上级河段的河线 {ASTRAY_M} 米以外，最远 {how_far}。"]
