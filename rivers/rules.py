"""Rules of the registry, over plain values: nesting of reaches, tenures, signboards, who may keep the books."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import TIER_ORDER, Tier
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from hezhang.core.kernel.words import day_words
from rivers.choices import TenureKind

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region

# Hebei's local standard for signboards (in force 2022-07-01): a chief's data are renewed within 15 days.
# Jiangsu allows 30 working days; a scheme of assessment hands in its own figure.
SIGNBOARD_GRACE_DAYS = 15
ROLES_FOR = {
    TenureKind.RESPONSIBLE: Role.CHIEF,
    TenureKind.DEPUTY: Role.CHIEF,
    TenureKind.PATROLLER: Role.PATROLLER,
}


def may_keep(post: Post, region_code: str) -> Verdict:
    """Whether the post may write the registry of this region: office staff, inside their own region."""
    office = is_office(post)
    if not office:
        return office
    return yes_if(post.region.contains(region_code), "该河湖（河段）登记在其他区划，请由所属河长办维护。")


def reach_fits_region(tier: str, region: Region) -> Verdict:
    """A reach of a tier belongs to a region of that tier; parks and other pseudo-areas may stand in for any."""
    fits = tier == region.tier or region.is_pseudo
    return yes_if(fits, f"“{region.name}”是{Tier(region.tier).label}区划，与河段级别“{Tier(tier).label}”不一致。")


def nests(
    *, tier: str, region_code: str, river_id: int, parent_tier: str, parent_region: Region, parent_river_id: int
) -> Verdict:
    """市段 ⊃ 县段 ⊃ 镇段 ⊃ 村段: the child is of the same river, of a lower tier, inside the parent's region."""
    if river_id != parent_river_id:
        return no("上级河段不属于这条河湖。")
    if TIER_ORDER.index(Tier(tier)) <= TIER_ORDER.index(Tier(parent_tier)):
        return no("上级河段的级别须高于本河段。")
    return yes_if(parent_region.contains(region_code), f"本河段的区划不在上级河段的区划“{parent_region.name}”之内。")


def may_hold(kind: str, role: str, post_region: Region, reach_region_code: str) -> Verdict:
    """A chief holds a chief's post of the reach's own region or of one above it."""
    wanted = ROLES_FOR.get(TenureKind(kind))
    if wanted and role != wanted:
        return no(f"{TenureKind(kind).label}须由“{Role(wanted).label}”岗位担任。")
    return yes_if(
        post_region.contains(reach_region_code), f"该岗位属于“{post_region.name}”，不能担任其区划以外河段的职务。"
    )


def follows_on(starts_on: date, others: Iterable[tuple[date, date | None]]) -> Verdict:
    """Whether a responsible chief may begin on that day: no other tenure begins on or after it.

    Tenures that still run are ended the day before by the caller; one that has begun later would overlap.
    """
    later = [start for start, _ in others if start >= starts_on]
    return yes_if(
        not later, f"该河段已有自 {day_words(max(later))} 起的责任河长，任职日期须晚于这一天。" if later else ""
    )


def runs_into(starts_on: date, ends_on: date | None) -> bool:
    """Whether a tenure (start, end) is still held on the day a successor starts."""
    return ends_on is None or ends_on >= starts_on


def standing(starts_on: date, ends_on: date | None, today: date) -> str:
    """A tenure in one word; its last day is still a day in office."""
    if today < starts_on:
        return "未到任"
    return "在任" if runs_into(today, ends_on) else "已离任"


def day_before(day: date) -> date:
    """The last day of the predecessor."""
    return day - timedelta(days=1)


def stale_since(renewed_on: date, changes: Iterable[date]) -> date | None:
    """Since when a signboard shows a wrong chief: the first tenure that began after it was renewed; None if fresh."""
    return min((day for day in changes if day > renewed_on), default=None)


def overdue_days(since: date | None, today: date, grace: int = SIGNBOARD_GRACE_DAYS) -> int:
    """Days (calendar) beyond the grace for renewing a stale signboard; 0 while it may still be renewed in time."""
    return max(0, (today - since).days - grace) if since else 0
