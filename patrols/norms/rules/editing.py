"""What the office may not write into the tables of norms: pure functions over values and loaded rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

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
