"""What is odd about a walk: pure functions over times, places and minutes. Each gives figures to be said, or None."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from hezhang.core.accounts.rules import is_office
from hezhang.core.geo.positions import Point, haversine
from hezhang.core.geo.shapes import foot
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from patrols.oddities.choices import CheckState
from patrols.walks.rules import Position

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from patrols.oddities.models import Oddity

__all__ = ["apart", "in_common", "is_office", "may_check", "may_explain", "may_undo", "off_line"]

NEAR_KM = 5  # a reading may be off by so much (patrols.walks.rules)
LEAST = timedelta(minutes=1)  # what a phone's clock and a tap leave open


class Stand(NamedTuple):
    """Where a phone says it was at a moment."""

    at: datetime
    place: Position


class Leap(NamedTuple):
    """Two of them that no vehicle brings together."""

    first: Stand
    second: Stand
    km: float
    kmh: float


def apart(mine: Sequence[Stand], others: Sequence[Stand], most_kmh: int) -> Leap | None:
    """The fastest way between one of these and one of those, where it is faster than that; their errors are granted."""
    leaps = [found for one, other in product(mine, others) if (found := _leap(one, other))]
    fastest = max(leaps, key=lambda leap: leap.kmh, default=None)
    return fastest if fastest and fastest.kmh > most_kmh else None


def _leap(one: Stand, other: Stand) -> Leap | None:
    metres = haversine(one.place.lat, one.place.lng, other.place.lat, other.place.lng)
    km = (metres - (one.place.accuracy_m or 0) - (other.place.accuracy_m or 0)) / 1000
    if km <= NEAR_KM:
        return None
    took = max(LEAST, abs(other.at - one.at))
    first, second = sorted([one, other], key=lambda stand: stand.at)
    return Leap(first, second, km, km / (took / timedelta(hours=1)))


def in_common(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> float:
    """Minutes that two spans of time share."""
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    return max(0.0, (end - begin) / timedelta(minutes=1))


def off_line(line: Sequence[Point], places: Iterable[Position]) -> float:
    """Metres from the line to the place furthest from it, its error granted; 0 for none."""
    if not line:
        return 0.0
    return max((foot(line, place.lat, place.lng).away - (place.accuracy_m or 0) for place in places), default=0.0)


def may_check(by: Post, oddity: Oddity) -> Verdict:
    """The office says a word, nobody on the own walk; what was called 有疑问 can still be cleared."""
    if not (verdict := _of_the_office(by, oddity)):
        return verdict
    return yes_if(oddity.state != CheckState.CLEARED, "这一条已核实无误。要改，请先撤销那次核实。")


def may_undo(by: Post, oddity: Oddity, is_checked: bool, is_undone: bool) -> Verdict:
    """撤销核实: the last word, once."""
    if not (verdict := _of_the_office(by, oddity)):
        return verdict
    if not is_checked:
        return no("这一条还没有核实。")
    return yes_if(not is_undone, "只能撤销一次。")


def may_explain(by: Post, oddity: Oddity) -> Verdict:
    """Who walked gives a word, once asked."""
    if by.user_id != oddity.patrol.user_id:
        return no("由巡河人本人说明。")
    if oddity.state != CheckState.DOUBTED:
        return no("河长办没有请您说明这一条。")
    return yes_if(not oddity.answer, "您已经说明过，等河长办核实。")


def _of_the_office(by: Post, oddity: Oddity) -> Verdict:
    if not (verdict := is_office(by)):
        return verdict
    if not by.region.contains(oddity.patrol.region_id):
        return no("这次巡河不在本河长办的辖区内。")
    return yes_if(by.user_id != oddity.patrol.user_id, "这是您本人的巡河，请由河长办其他人员核实。")
