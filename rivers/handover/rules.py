"""Rules of handing over, over plain values: what is left behind, in order and in words, and who signs what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from hezhang.core.kernel.verdict import Verdict, no, yes_if

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.handover.models import Handover

# 南平 2023: the list of water quality and the list of problems; the rest in the order in which one walks a reach.
GROUPS = ["河段", "问题", "任务", "水质", "巡河", "公示牌"]


@dataclass(frozen=True)
class Left:
    """One thing that is left behind, in words; ``reach_id`` is None for what is the person's."""

    group: str
    title: str
    reach_id: int | None = None
    note: str = ""
    url: str = ""


def in_order(left: Iterable[Left]) -> list[Left]:
    """The groups that every sheet begins with, then the others in the order in which they came."""
    return sorted(left, key=lambda one: GROUPS.index(one.group) if one.group in GROUPS else len(GROUPS))


def summary(left: Iterable[Left]) -> str:
    """河段 2 项、问题 3 项、公示牌 1 项."""
    counts: dict[str, int] = {}
    for one in in_order(left):
        counts[one.group] = counts.get(one.group, 0) + 1
    return "、".join(f"{group} {count} 项" for group, count in counts.items())


def may_take_over(sheet: Handover, post: Post, at: datetime) -> Verdict:
    return yes_if(sheet.incoming_id is not None, "还没有任命接任河长。")


def takeable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return Q(incoming__isnull=False)


def may_witness(sheet: Handover, post: Post, at: datetime) -> Verdict:
    """监交 by a third person."""
    parties = {sheet.outgoing.user_id, sheet.incoming.user_id if sheet.incoming else None}
    return yes_if(post.user_id not in parties, "您是移交人或接收人，请由河长办其他人员监交。")


def witnessable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return ~Q(outgoing__user=post.user_id) & ~Q(incoming__user=post.user_id)


def may_file_paper(sheet: Handover, post: Post, at: datetime) -> Verdict:
    """A sheet signed on paper has two names on it."""
    if sheet.incoming_id is None:
        return no("还没有任命接任河长，请先任命，再登记双方签字。")
    return may_witness(sheet, post, at)


def may_undo(sheet: Handover, post: Post, at: datetime) -> Verdict:
    """A mistake is taken back on the day it was made; later it is history."""
    same_day = timezone.localdate(sheet.opened_at) == timezone.localdate(at)
    return yes_if(same_day, "只能在登记当天撤销。确需更正的，请重新任命。")
