"""Rules of a patrol: pure functions over dates, numbers and loaded rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from hezhang.core.accounts.choices import WALKING_ROLES
from hezhang.core.accounts.rules import is_office, is_region_wide, is_river_side, is_walker
from hezhang.core.geo.positions import haversine, valid_position
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from hezhang.core.parcels.rules import CLOCK_SLACK, OLDEST, clock_error
from patrols.walks.choices import Counting, FindingState
from rivers.assets.models import Asset

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from patrols.walks.models import Finding, Patrol, Review
    from patrols.walks.services.telling import FindingIn
    from rivers.boards.models import Signboard
    from rivers.registry.models import Reach

__all__ = ["OLDEST", "Position", "clock_error", "is_office", "is_region_wide", "is_walker", "sees_patrols"]

# The longest walk seen was a start tapped by mistake, two days before the end.
LONGEST = timedelta(hours=24)
# What a car or a boat does along a river, at most; a reading may be off by so much; no walk of any length goes further.
MOST_KMH, NEAR_KM, FAR_KM = 120, 5, 500


def thing_key(thing: Asset | Signboard) -> str:
    """What a finding is about, as a phone names it."""
    return f"{'asset' if isinstance(thing, Asset) else 'board'}:{thing.pk}"


def thing_words(thing: Asset | Signboard) -> str:
    """What a finding is about, as people name it; an asset with its kind."""
    return f"{thing.kind.name}：{thing.name}" if isinstance(thing, Asset) else f"公示牌：{thing}".strip()


class Position(NamedTuple):
    """WGS-84 degrees, and the radius of error in metres where the phone told it."""

    lat: float
    lng: float
    accuracy_m: float | None = None


def sees_patrols(post: Post) -> Verdict:
    """Patrol records are for all but the handling units, and the three administrators."""
    return yes_if(bool(is_river_side(post)), "巡河记录供河长、巡河员、河长办和领导查看。")


def position_is_sound(position: Position) -> Verdict:
    """Numbers, on the globe; a poor accuracy is sound (marked on the page, never refused)."""
    accuracy = position.accuracy_m
    is_sound = valid_position(position.lat, position.lng) and (accuracy is None or 0 <= accuracy < inf)
    return yes_if(is_sound, "位置数据无效，请去掉位置后再提交。")


def times_are_sound(started_at: datetime, ended_at: datetime) -> Verdict:
    """In order. Whether they can be true is another question (``clock_error``): a wrong clock loses nobody's walk."""
    return yes_if(started_at <= ended_at, "结束时间早于开始时间，请核对手机时间。")


def dates_are_sound(started_at: datetime, ended_at: datetime, now: datetime) -> Verdict:
    """For what is typed at a desk: not in the future, at most two years ago."""
    if ended_at > now + CLOCK_SLACK:
        return no("结束时间晚于现在，请核对日期。")
    return yes_if(started_at >= now - OLDEST, "只能补录两年以内的巡河。")


def places_are_likely(places: Sequence[Position], took: timedelta) -> Verdict:
    """No two further apart than a car on the bank gets in that time; how exact they are is granted. Marked, never refused."""
    apart = max((_apart_km(one, other) for one, other in combinations(places, 2)), default=0)
    reach = max(NEAR_KM, min(FAR_KM, MOST_KMH * took / timedelta(hours=1)))
    return yes_if(apart <= reach, f"定位相距约 {apart:.0f} 公里，与时长不符，请河长办核对位置。")


def _apart_km(one: Position, other: Position) -> float:
    metres = haversine(one.lat, one.lng, other.lat, other.lng)
    return (metres - (one.accuracy_m or 0) - (other.accuracy_m or 0)) / 1000


def length_is_likely(started_at: datetime, ended_at: datetime) -> Verdict:
    """At most 24 h. A longer walk is asked about, for the start was probably tapped by mistake; it is never refused."""
    return yes_if(
        ended_at - started_at <= LONGEST,
        "这次巡河从开始到结束超过了 24 小时。还在巡吗？请把开始时间改成真正开始的时间；确实巡了这么久的，请勾选“确实巡了这么久”，再提交。",
    )


def is_same_walk(reach_id: int, started_at: datetime, ended_at: datetime, stored: Patrol) -> Verdict:
    """Whether what comes under a stored walk's number is that walk: the same reach, and a moment in common.

    Nobody is twice at one place at one time; so a corrected start or a later end is the same walk told again, and
    anything else is another walk, which needs a number of its own (decision 0013).
    """
    at_once = started_at <= stored.ended_at and stored.started_at <= ended_at
    return yes_if(
        reach_id == stored.reach_id and at_once,
        "这个编号的巡河已经提交过，河段或时间与这次不同。已提交的记录没有改动；这次的内容请作为新的一次巡河提交。",
    )


def may_patrol(post: Post, reach: Reach) -> Verdict:
    """A chief or patroller walks any reach of the post's region and below, the own ones first."""
    if post.role not in WALKING_ROLES:
        return no("巡河由河长或巡河员发起。")
    return yes_if(post.region.contains(reach.region_id), "这个河段不在您的辖区内。")


def may_backfill(by: Post | None, post: Post, on: datetime) -> Verdict:
    """The office enters a patrol (paper record, no phone) for a walker of its own region who was in post that day.

    ``by`` None: set-up on the server, which imports what another system has kept.
    """
    if by is not None and not (allowed := is_office(by)):
        return allowed
    if by is not None and not by.region.contains(post.region_id):
        return no("此人不在本河长办的辖区内。")
    return yes_if(post.is_current(on.date()), "这一天此人不在任，请核对日期。")


def may_add(by: Post, patrol: Patrol) -> Verdict:
    """补充: whoever walked remembers something later; no time limit, for the record itself stays as it is."""
    if not (verdict := is_walker(by)):
        return verdict
    return yes_if(by.user_id == patrol.user_id, "只有巡河人本人可以补充；河长办有补充的，请写在问题或复核里。")


def may_review(by: Post, patrol: Patrol) -> Verdict:
    """复核: the office says whether a walk counts that the system did not count by itself; nobody judges the own walk."""
    if not (verdict := _may_judge(by, patrol)):
        return verdict
    if patrol.counting == Counting.COUNTS:
        return no("这次巡河已计入，无需复核。")
    return YES


def may_recall(by: Post, patrol: Patrol, review: Review | None) -> Verdict:
    """撤回复核: the office takes its word back, and the walk stands as it stood before."""
    return _may_judge(by, patrol) and yes_if(review is not None, "这次巡河没有可撤回的复核。")


def _may_judge(by: Post, patrol: Patrol) -> Verdict:
    if not (verdict := is_office(by)):
        return verdict
    if not by.region.contains(patrol.region_id):
        return no("这次巡河不在本河长办的辖区内。")
    return yes_if(by.user_id != patrol.user_id, "这是您本人的巡河，请由河长办其他人员复核。")


# ── Which finding is told again (decision 0013): strictest first ──
def is_equal_finding(told: FindingIn, stored: Finding) -> bool:
    """Told in the same words."""
    same_words = (told.text, told.measure) == (stored.text, stored.measure)
    return is_one_matter(told, stored) and told.state == stored.state and same_words


def shares_a_photo(told: FindingIn, stored: Finding) -> bool:
    """The same bytes were sent with both."""
    seen = {photo.upload.sha256 for photo in stored.photos.all()}
    return is_one_matter(told, stored) and any(photo.sha256 in seen for photo in told.photos)


def is_at_one_spot(told: FindingIn, stored: Finding) -> bool:
    """A position is read once for each finding: to the last digit the same, it is the same reading."""
    return is_one_matter(told, stored) and told.lat is not None and (told.lat, told.lng) == (stored.lat, stored.lng)


def has_words_in_common(told: FindingIn, stored: Finding) -> bool:
    """One text holds the other: a sentence was added, or left out."""
    return is_one_matter(told, stored) and (told.text in stored.text or stored.text in told.text)


def is_one_matter(told: FindingIn, stored: Finding) -> bool:
    """The same check item. But what was settled and is now to be dealt with is new: an issue must come of it."""
    needs_an_issue = told.state == FindingState.OPEN and stored.state == FindingState.SETTLED
    return told.item.pk == stored.item_id and not needs_an_issue


# Each pairs what the one before has left over, so that a weak likeness never takes a finding from a strong one.
SAME_FINDING = (is_equal_finding, shares_a_photo, is_at_one_spot, has_words_in_common)
