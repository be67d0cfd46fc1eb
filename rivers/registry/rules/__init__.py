"""Rules of the registry, over plain values: who may keep it, how reaches nest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.choices import TIER_ORDER, Tier
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from rivers.registry.choices import RiverKind

# The ending of the name is all that a list says about the kind; the office corrects it on the page of the river.
KINDS = (("水库", RiverKind.RESERVOIR), ("湿地", RiverKind.WETLAND), ("湖", RiverKind.LAKE), ("渠", RiverKind.CANAL))

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post, Region


def kind_of(name: str) -> str:
    """Kind by the last word of the name; a river if it says nothing else."""
    return next((kind for ending, kind in KINDS if name.endswith(ending)), RiverKind.RIVER)


def may_keep(post: Post, region_code: str) -> Verdict:
    """Whether the post may write the registry of this region: office staff, inside their own region."""
    office = is_office(post)
    if not office:
        return office
    return yes_if(post.region.contains(region_code), "该河湖（河段）登记在其他区划，请由所属河长办维护。")


def reach_fits_region(tier: str, region: Region) -> Verdict:
    """A reach of a tier belongs to a region of that tier; parks and other pseudo-areas may stand in for any."""
    # Development zones and the like have codes of their own beside the tiers (e.g. 630102400000 东川工业园).
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
