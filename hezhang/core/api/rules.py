"""Who hands out tokens, whose scope they may have, and for how long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import ADMIN_ROLES, OFFICE_ROLES, Role
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.verdict import Verdict, no, yes_if

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

LONGEST = timedelta(days=365)
OVERLAP = timedelta(hours=24)  # after a renewal, until the other system has been given the new one
WIDE = OFFICE_ROLES | {Role.LEADER}
WRITING = OFFICE_ROLES | {Role.CHIEF, Role.HANDLER}


def may_make(post: Post) -> Verdict:
    """The head of the office: who sees all that the token will read, so that nobody gains sight by making one."""
    return yes_if(post.role == Role.OFFICE_HEAD, "接口令牌由河长办负责人发放和换发。")


def sees_tokens(post: Post) -> Verdict:
    """The head, and the three administrators: every opening of the system is known to them."""
    return yes_if(post.role == Role.OFFICE_HEAD or post.role in ADMIN_ROLES, "接口令牌由河长办负责人和管理员查看。")


def may_revoke(post: Post) -> Verdict:
    """Whoever makes them, and the security administrator: to close an opening one of the two is enough."""
    allowed = post.role in (Role.OFFICE_HEAD, Role.SECURITY_ADMIN)
    return yes_if(allowed, "接口令牌由河长办负责人或安全管理员停用。")


def may_stand_for(post: Post, chosen: Post, today: date) -> Verdict:
    """Whether a token may have this post's scope: held today, inside the own region, of an office, a chief or a unit."""
    if not chosen.is_current(today):
        return no("该岗位今天不在任，请另选。")
    if not post.region.contains(chosen.region_id):
        return no("只能选本区域内的岗位。")
    is_chief = chosen.role == Role.CHIEF and chosen.region.tier != Tier.VILLAGE
    fits = is_chief or chosen.role in WIDE | {Role.HANDLER}
    return yes_if(fits, "请选河长办、领导、责任单位或镇级以上河长的岗位。")


def may_write_for(chosen: Post) -> Verdict:
    """Whether a token of this post has anything to write: a leader has no steps."""
    return yes_if(chosen.role in WRITING, "领导的岗位没有要办的环节，令牌只能读取；请去掉“可写入”，或另选岗位。")


def may_last(begins: date, ends: date) -> Verdict:
    """A year at most, so that nobody forgets one."""
    if ends < begins:
        return no("有效期至不能早于今天。")
    return yes_if(ends - begins <= LONGEST, f"令牌最长 {LONGEST.days} 天，到期前可以换发。")
