"""A walk again over time: its counted points as places of the drawing, breaks marked, and what was found at its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone

from hezhang.core.files.facts import picture
from hezhang.core.geo.positions import Point, geodesic
from patrols.tracks import rules
from patrols.tracks.facts import Placing, walked_of
from patrols.tracks.models import Track
from patrols.tracks.rules import Fix
from patrols.tracks.services import fixes_of_patrol
from patrols.walks.models import Finding, Patrol

MOST = 800  # points: a slider on a screen has no more places
BESIDE = 3  # readings
NEAR_M = 200  # a finding further from the track than that was not passed on it
DEGREE = 111_195  # m


@dataclass(frozen=True)
class Mark:
    """Something found: when (seconds from the first point, None where nothing says so) and how that is known."""

    number: int
    words: str
    seconds: int | None
    clock: str
    how: str
    x: str
    y: str
    photos: list[dict[str, str]]


@dataclass(frozen=True)
class Replay:
    """``points``: "seconds,x,y", a "!" behind one after which nothing was recorded; ``metre``: metres of one unit."""

    begin_ms: int
    begins: str
    seconds: int
    metre: str
    points: str
    marks: list[Mark]


def replay_of(track: Track, patrol: Patrol) -> Replay | None:
    """None without times, and when the points have been deleted. Three queries."""
    walked = walked_of(track)
    if track.erased_at or not (track.is_timed and walked):
        return None
    inside, _ = rules.of_the_walk(fixes_of_patrol(patrol), patrol.started_at, patrol.ended_at)
    measured = rules.measure(inside)
    ends = {gap.start for gap in measured.gaps}
    kept = [fix for fix in measured.kept if fix.at is not None]
    if len(kept) < 2:
        return None
    place, begin = Placing(walked), kept[0].at or 0.0
    drawn = dict(zip(kept, _steadied(kept, ends), strict=True))
    return Replay(
        begin_ms=round(begin * 1000),
        begins=_clock(begin),
        seconds=round((kept[-1].at or begin) - begin),
        metre=f"{DEGREE / place.scale:.4f}",
        points=" ".join(_point(fix, begin, place(drawn[fix]), fix in ends) for fix in _thinned(kept, ends)),
        marks=[_mark(one, kept, place) for one in _findings(patrol)],
    )


def _clock(at: float) -> str:
    return timezone.localtime(datetime.fromtimestamp(at, timezone.get_current_timezone())).strftime("%H:%M:%S")


def _steadied(kept: Sequence[Fix], ends: set[Fix]) -> list[Point]:
    """Each in the middle of its neighbours, three on either side, not across a break: single readings tremble."""
    pieces: list[list[Fix]] = [[]]
    for fix in kept:
        pieces[-1].append(fix)
        if fix in ends:
            pieces.append([])
    return [_middle(piece, at) for piece in pieces for at in range(len(piece))]


def _middle(piece: Sequence[Fix], at: int) -> Point:
    wide = min(BESIDE, at, len(piece) - 1 - at)
    near = piece[at - wide : at + wide + 1]
    return sum(fix.lat for fix in near) / len(near), sum(fix.lng for fix in near) / len(near)


def _point(fix: Fix, begin: float, where: tuple[float, float], is_end: bool) -> str:
    x, y = where
    return f"{(fix.at or begin) - begin:.0f},{x:.1f},{y:.1f}{'!' if is_end else ''}"


def _thinned(kept: Sequence[Fix], ends: set[Fix]) -> list[Fix]:
    """Evenly, with both sides of each break."""
    step = -(-len(kept) // MOST)
    sides = {fix for one, other in pairwise(kept) if one in ends for fix in (one, other)}
    return [fix for number, fix in enumerate(kept) if number % step == 0 or fix in sides or fix is kept[-1]]


def _findings(patrol: Patrol) -> list[Finding]:
    return list(patrol.findings.select_related("item").prefetch_related("photos__upload"))


def _mark(finding: Finding, kept: Sequence[Fix], place: Placing) -> Mark:
    photos = list(finding.photos.all())
    at, how = _when(finding, [photo.upload.taken_at for photo in photos if photo.upload.taken_at], kept)
    x, y = place((finding.lat, finding.lng)) if finding.lat is not None and finding.lng is not None else (None, None)
    return Mark(
        number=finding.number,
        words=finding.item.name,
        seconds=None if at is None else round(at - (kept[0].at or 0.0)),
        clock="" if at is None else _clock(at),
        how=how,
        x="" if x is None else f"{x:.1f}",
        y="" if y is None else f"{y:.1f}",
        photos=[picture(photo.upload, reverse("patrols:finding_photo", args=[photo.pk])) for photo in photos],
    )


def _when(finding: Finding, taken: Sequence[datetime], kept: Sequence[Fix]) -> tuple[float | None, str]:
    """As the camera says, where that lies within the track; else when the track was nearest to the place."""
    first, last = kept[0].at or 0.0, kept[-1].at or 0.0
    known = [at for at in sorted(moment.timestamp() for moment in taken) if first <= at <= last]
    if known:
        return known[0], "按照片的拍摄时间"
    if finding.lat is None or finding.lng is None:
        return None, ""
    away, at = min((geodesic(finding.lat, finding.lng, fix.lat, fix.lng), fix.at or 0.0) for fix in kept)
    return (at, "按走到最近处推算") if away <= NEAR_M else (None, "")
