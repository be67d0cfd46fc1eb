"""Rules of heads, over plain values: who may be one, how many at once, what can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import Role
from hezhang.core.kernel.verdict import Verdict, yes_if
from rivers.heads.choices import HeadKind

if TYPE_CHECKING:
    from rivers.heads.models import HeadTenure

# Heads of party and government; the head of the office is often 副总河长. Who handles, walks or administers is none.
ROLES = frozenset({Role.CHIEF, Role.LEADER, Role.OFFICE_HEAD})
# 双总河长: the secretary of the party and the head of the government. 副总河长 are as many as the place names.
MOST_GENERALS = 2
STANDINGS = {"在任": "green", "未到任": "grey"}


def may_head(role: str) -> Verdict:
    """Heads hold office in party or government of the region that they head: the post's own."""
    return yes_if(role in ROLES, "总河长、副总河长由“河长”“领导”或“河长办负责人”岗位担任。")


def has_room(kind: str, others: Sequence[HeadTenure]) -> Verdict:
    """Whether one more may begin beside those of the region and kind that are not over on that day."""
    names = "、".join(one.post.user.name for one in others)
    full = kind == HeadKind.GENERAL and len(others) >= MOST_GENERALS
    return yes_if(not full, f"已有 {len(others)} 名总河长（{names}），请先登记其中一人离任。")


def standing(head: HeadTenure, today: date) -> str:
    """In one word; the last day is still a day in office."""
    if today < head.starts_on:
        return "未到任"
    return "在任" if head.ends_on is None or head.ends_on >= today else "已离任"


def may_take_back(head: HeadTenure, today: date) -> Verdict:
    """A wrong click is taken back on the day it was made; the last act first. An ending that a post brought ends with it."""
    last = head.closed_on or head.entered_on
    return yes_if(last == today, "只能在登记当天撤销。确需更正的，请登记离任或重新任命。")
