"""A track for the screen: figures in words, a drawing with the reach beneath it, and its points as GPX."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING, Any

from hezhang.core.geo import polyline
from hezhang.core.geo.files.moving import Moment, as_gpx
from hezhang.core.geo.positions import Point
from hezhang.core.kernel.words import day_words, minutes_words
from patrols.tracks import rules
from patrols.tracks.choices import Source, Why
from patrols.tracks.models import Track
from patrols.tracks.services import fixes_of_patrol, rule_at
from patrols.walks.models import Patrol
from rivers.lines.models import SHOWN, ReachLine

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

WIDTH, HEIGHT, EDGE = 640.0, 360.0, 18.0  # units of the drawing
AROUND = 0.15  # of the track's size that is shown beside it: of a long reach the part that was walked is what matters


@dataclass(frozen=True)
class Picture:
    """Lines as SVG writes their points."""

    reach: list[str]
    pieces: list[str]
    gaps: list[str]
    poor: list[tuple[str, str]]
    ends: list[tuple[str, str]]  # where it begins, where it ends
    width: int = int(WIDTH)
    height: int = int(HEIGHT)


def panel_of(patrol: Patrol, post: Post) -> dict[str, Any]:
    """What the patrol's page shows of its track, or how one may be added."""
    track = Track.objects.filter(patrol=patrol).first()
    may = rules.may_attach(post, patrol, track, rule_at(patrol.region_id))
    if track is None:
        return {"patrol": patrol, "track": None, "may_attach": may}
    return {
        "patrol": patrol, "track": track, "may_attach": may, "facts": facts_of(track, patrol),
        "picture": None if track.erased_at else picture_of(track, patrol), "notes": notes_of(track),
    }  # fmt: skip


def facts_of(track: Track, patrol: Patrol) -> list[tuple[str, str]]:
    """长度, 覆盖河段, 断点, 行走时间, and how many points stand behind them."""
    rule = rule_at(patrol.region_id)
    near = rule.near_m if rule else rules.WITHIN_M
    share = "这个河段还没有河线，不能计算" if track.share is None else f"{track.share:.0%}（离河线 {near} 米以内）"
    moving = minutes_words(round(track.moving_s / 60)) if track.is_timed else "文件没有时间"
    return [
        ("长度", rules.length_words(track.metres)),
        ("覆盖河段", share),
        ("断点", f"{track.gaps + track.jumps} 处" if track.gaps + track.jumps else "没有"),
        ("行走时间", moving),
        ("轨迹点", f"{track.points:,} 个，计入 {track.kept:,} 个"),
        ("来源", f"{Source(track.source).label}，长度由系统按轨迹点计算"),
    ]


def notes_of(track: Track) -> list[str]:
    """What the figures leave out, and why."""
    found = []
    if track.reasons:
        told = "、".join(f"{Why(why).label} {count} 个" for why, count in track.reasons.items())
        found.append(f"没有计入的点：{told}。")
    if track.gaps or track.jumps:
        found.append("虚线处没有记录到位置（锁屏、没有信号，或位置跳动），不计长度。")
    if track.erased_at:
        found.append(f"轨迹点已于 {day_words(track.erased_at)} 按规定删除，只保留以上数字。")
    return found


def picture_of(track: Track, patrol: Patrol) -> Picture | None:
    """The measured pieces, breaks and poor places over the line of the reach."""
    drawn = track.drawn
    walked = walked_of(track)
    if not walked:
        return None
    pieces, gaps = ([polyline.decode(one) for one in drawn.get(name, [])] for name in ("pieces", "gaps"))
    line = ReachLine.objects.filter(reach_id=patrol.reach_id).values_list("drawn", flat=True).first()
    place = Placing(walked)
    poor = [place(point) for point in polyline.decode(drawn.get("poor", ""))]
    return Picture(
        reach=[place.line(polyline.decode(line, SHOWN))] if line else [],
        pieces=[place.line(piece) for piece in pieces if len(piece) > 1],
        gaps=[place.line(gap) for gap in gaps],
        poor=[(f"{x:.1f}", f"{y:.1f}") for x, y in poor if 0 <= x <= WIDTH and 0 <= y <= HEIGHT],
        ends=[(f"{x:.1f}", f"{y:.1f}") for x, y in map(place, (walked[0], walked[-1]))],
    )


def walked_of(track: Track) -> list[Point]:
    """All points of what is drawn."""
    return [point for one in track.drawn.get("pieces", []) for point in polyline.decode(one)]


class Placing:
    """Where a position lies on the drawing: the whole track fits, and is not stretched."""

    def __init__(self, points: list[Point]) -> None:
        lats, lngs = [lat for lat, _ in points], [lng for _, lng in points]
        self.north, self.west = (max(lats) + min(lats)) / 2, (max(lngs) + min(lngs)) / 2
        self.narrow = cos(radians(self.north))
        high, wide = max(lats) - min(lats), (max(lngs) - min(lngs)) * self.narrow
        grown = 1 + 2 * AROUND
        self.scale = min((WIDTH - 2 * EDGE) / max(wide * grown, 5e-4), (HEIGHT - 2 * EDGE) / max(high * grown, 5e-4))

    def __call__(self, point: Point) -> tuple[float, float]:
        east, north = (point[1] - self.west) * self.narrow, point[0] - self.north
        return WIDTH / 2 + east * self.scale, HEIGHT / 2 - north * self.scale

    def line(self, points: Iterable[Point]) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self, points))


def gpx_of(patrol: Patrol) -> Iterator[str]:
    """The points that are counted, as they were read; a segment for each piece."""
    inside, _ = rules.of_the_walk(fixes_of_patrol(patrol), patrol.started_at, patrol.ended_at)
    track = rules.measure(inside)
    breaks = {gap.end for gap in track.gaps}
    segments: list[list[Moment]] = [[]]
    for fix in track.kept:
        if fix in breaks:
            segments.append([])
        segments[-1].append(Moment(fix.lat, fix.lng, fix.at, fix.accuracy_m))
    return as_gpx(segments, str(patrol))
