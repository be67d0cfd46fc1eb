"""What the office may not write into the tables of norms: pure functions over values and loaded rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from patrols.norms.choices import ENTERED, KindUse, PatrolKind, Tier

if TYPE_CHECKING:
    from patrols.norms.models import Norm


def norm_faults(values: Mapping[str, Any], others: Iterable[Norm]) -> dict[str, str]:
    """What is wrong with a norm, by field; ``others``: the norms of the same tier, level and scope beside this one."""
    first, last = values["starts_on"], values["ends_on"] or date.max
    if last < first:
        return {"ends_on": "停用日期不能早于施行日期。"}
    for other in others:
        at_once = other.starts_on <= last and first <= (other.ends_on or date.max)
        shared = _months(values["first_month"], values["last_month"]) & _months(other.first_month, other.last_month)
        if other.unit == values["unit"] and at_once and shared:
            return {"starts_on": f"与“{other}”同时施行，应巡次数会重复计算。请先给原有的一条填写停用日期。"}
    return {}


def _months(first: int, last: int) -> set[int]:
    """11 to 3 runs over New Year."""
    return set(range(first, last + 1)) if first <= last else {*range(first, 13), *range(1, last + 1)}


def threshold_faults(values: Mapping[str, Any]) -> dict[str, str]:
    """A threshold is a burden on chiefs: it stands on a regulation or not at all (国办函〔2026〕12号)."""
    return {"basis": "启用有效性阈值须写明法律依据。"} if values["is_on"] and not values["basis"].strip() else {}


def kind_faults(values: Mapping[str, Any], way: str) -> dict[str, str]:
    """What chiefs do and is not counted stands on a rule; the kind that every phone begins with counts, or nobody could walk."""
    uses = {tier: values[tier] for tier in Tier.values}
    if way == PatrolKind.ROUTINE:
        return {tier: "日常巡河是手机上的默认方式，须计入。" for tier, use in uses.items() if use != KindUse.COUNTS}
    if way == ENTERED and (unused := [tier for tier, use in uses.items() if use == KindUse.UNUSED]):
        return dict.fromkeys(unused, "补录由河长办办理，请选“计入”或“不计入”。")
    is_bare = set(uses.values()) != {KindUse.COUNTS} and not values["basis"].strip()
    return {"basis": "有不计入或不采用的，须写明依据。"} if is_bare else {}
