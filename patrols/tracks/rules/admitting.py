"""What is taken of points, from whom, and which of them are of the walk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from patrols.tracks.choices import Recording, Why
from patrols.tracks.rules.fixes import Dropped, Fix, is_sound

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from patrols.tracks.models import Track, TrackRule
    from patrols.walks.models import Patrol

MOST_OF_CHUNK, MOST_CHUNKS, MOST_BYTES = 2_000, 100, 192 * 1024  # points; parcels of a walk; bytes of a parcel
CHUNKS_A_DAY = 1_000  # of one person
SLACK = timedelta(minutes=5)  # the button is pressed before the first step, or some time after
WAITS_FOR = timedelta(days=30)  # for its patrol; a phone that has not sent it by then is lost
OFF = "本区没有开启轨迹记录，巡河照常提交。"


def takes_tracks(rule: TrackRule | None) -> Verdict:
    """Whether the district takes any."""
    return yes_if(rule is not None and rule.recording == Recording.VOLUNTARY, OFF)


def may_attach(post: Post, patrol: Patrol, track: Track | None, rule: TrackRule | None) -> Verdict:
    """导入轨迹: who walked, or the office, for a patrol that has none."""
    if not (verdict := takes_tracks(rule)):
        return verdict
    is_ours = bool(is_office(post)) and post.region.contains(patrol.region_id)
    if not (is_ours or post.user_id == patrol.user_id):
        return no("轨迹由巡河人本人或河长办导入。")
    return yes_if(track is None, "这次巡河已有轨迹，不能再导入。")


def fixes_of(rows: Iterable[Any]) -> list[Fix]:
    """Points as a phone sends them: [milliseconds since 1970, latitude, longitude, accuracy or null].

    Raises ValueError for what is no list of such rows; a number that is none stays, and is not counted.
    """
    return [_fix(row) for row in rows]


def _fix(row: Any) -> Fix:
    if not isinstance(row, list) or not 3 <= len(row) <= 4:
        raise ValueError("no point")
    at, lat, lng, accuracy = (None if one is None else _number(one) for one in (*row, None)[:4])
    broken = float("nan")
    return Fix(
        broken if at is None else at / 1000, broken if lat is None else lat, broken if lng is None else lng, accuracy
    )


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        return float("nan")
    return float(value)


def of_the_walk(fixes: Iterable[Fix], start: datetime, end: datetime) -> tuple[list[Fix], list[Dropped]]:
    """(points between start and end, with some slack; the others). Without a time, or broken, a point is for the measuring."""
    first, last = (start - SLACK).timestamp(), (end + SLACK).timestamp()
    inside: list[Fix] = []
    outside: set[Fix] = set()
    for fix in fixes:
        if is_sound(fix) and fix.at is not None and not first <= fix.at <= last:
            outside.add(fix)
        else:
            inside.append(fix)
    return inside, [Dropped(fix, Why.OUTSIDE) for fix in sorted(outside, key=lambda one: one.at or 0)]
