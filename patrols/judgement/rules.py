"""Who may do what with the duties of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.core.accounts.choices import REGION_WIDE_ROLES, Role
from hezhang.core.kernel.verdict import Verdict, no, yes_if

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def may_call(by: Post, chief: Post) -> Verdict:
    """Who answers for a chief may have the number, to ask why nobody walked: the office, a leader, a chief above.

    For others it stays masked (个人信息保护法, art. 6: no more than the purpose needs).
    """
    if not by.region.contains(chief.region_id):
        return no("此人不在您的辖区内。")
    is_above = by.role == Role.CHIEF and by.region_id != chief.region_id
    return yes_if(by.role in REGION_WIDE_ROLES or is_above, "只有上级河长、河长办和领导可以查看电话。")


def may_remind(by: Post, chief: Post) -> Verdict:
    """催办: who may call may send a word; nobody reminds himself."""
    if by.user_id == chief.user_id:
        return no("这是您本人的巡河。")
    return may_call(by, chief) and yes_if(chief.role == Role.CHIEF, "只催办河长。")
