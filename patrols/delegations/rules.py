"""Rules of delegations, over plain values and loaded rows: for how long, by whom, and who may end one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import WALKING_ROLES, Role
from hezhang.core.accounts.rules import is_office
from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from patrols.norms.choices import KindUse
from rivers.acting import rules as acting
from rivers.registry.rules import may_keep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hezhang.core.accounts.models import Post
    from patrols.delegations.models import Delegation
    from patrols.norms.models import KindRule
    from rivers.registry.models import Reach

# Who cannot walk for longer than a fortnight is away: that is an acting, or a leave, and the office enters it.
LONGEST_DAYS = 15


def may_delegate(post: Post) -> Verdict:
    """Chiefs; for which reaches, their tenures say."""
    return yes_if(post.role == Role.CHIEF, "请人代巡由责任河长本人办理。")


def is_offered(row: KindRule | None, tier: str) -> Verdict:
    """``row``: what the place says of 代巡 (计入次数的巡河方式)."""
    if row is None or row.use_at(tier) != KindUse.UNUSED:
        return YES
    return no(f"本地不采用代巡（依据：{row.basis}）。确实不能巡河的，请向河长办请假或由其登记代理。")


def counts(row: KindRule | None, tier: str) -> bool:
    """Whether a walk in a chief's stead counts towards what that chief owes."""
    return row is None or row.use_at(tier) == KindUse.COUNTS


def may_last(starts_on: date, ends_on: date, today: date) -> dict[str, str]:
    """What is wrong with the days, by the form's field; {} when nothing is. Never backdated: a walk that is in has its walker."""
    if starts_on < today:
        return {"starts_on": "代巡不能补登，请从今天以后起。"}
    if ends_on < starts_on:
        return {"ends_on": "代巡止不能早于代巡起。"}
    if ends_on - starts_on >= timedelta(days=LONGEST_DAYS):
        return {"ends_on": f"一次最多 {LONGEST_DAYS} 天。更久不能巡河的，请向河长办请假，由其登记代理。"}
    return {}


def may_walk_for(post: Post, chief: Post, reaches: Iterable[Reach], others: Iterable[str]) -> Verdict:
    """Another walker, in whose region the reaches lie. ``others``: who does the walker's own work in those days."""
    if post.user_id == chief.user_id:
        return no("代巡人不能是本人。")
    if post.role not in WALKING_ROLES:
        return no("请选择河长或巡河员。")
    name = post.user.name
    far = [reach.name for reach in reaches if not post.region.contains(reach.region_id)]
    if far:
        return no(f"{name}不在{'、'.join(far)}所在的区划，不能代巡，请另选。")
    away = list(others)
    return yes_if(not away, f"{name}这段时间也由{away[0]}代理，请另选。" if away else "")


def standing(row: Delegation, today: date) -> str:
    """In one word, as that of an acting; the last day still counts."""
    return acting.standing(row, today, "代巡中")


def may_end(post: Post, row: Delegation, today: date) -> Verdict:
    """The chief, who walks again; the one who was asked, and cannot; the office. While there is something left to end."""
    if post.pk not in (row.post_id, row.tenure.post_id) and not (
        is_office(post) and may_keep(post, row.tenure.reach.region_id)
    ):
        return no("由责任河长、代巡人或河长办办理。")
    return yes_if(standing(row, today) in ("代巡中", "未开始"), "这次代巡已经结束。")
