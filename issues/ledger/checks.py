"""What the ledger adds to the page 账号检查: chains by one hand."""

from __future__ import annotations

from datetime import datetime

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post
from hezhang.core.accounts.queries import within
from hezhang.core.audit.models import Entry
from hezhang.core.office.oversight.checks import SHOWN, Check, Finding, Found, register

SAME_ADDRESS = "密码在发放人的地址上设置；"


def _one_hand(post: Post, at: datetime) -> Found:
    """The newest first; the number of the issue and the names are all that an administrator sees of it."""
    rows = Entry.objects.filter(action="issue.one_hand").order_by("-id")
    if post.role != Role.SECURITY_ADMIN:
        rows = rows.filter(within(post.region))
    told = [
        Finding(
            f"{entry.label.split()[0]}（{entry.at:%Y-%m-%d}销号）",
            (SAME_ADDRESS if entry.after["same_address"] else "") + "；".join(entry.after["chain"]),
            entry.after["same_address"],
        )
        for entry in rows[:SHOWN]
    ]
    return Found(told, len(told) if len(told) < SHOWN else rows.count())


register(
    Check(
        "one_hand",
        "一手经办的问题",
        _one_hand,
        "核查人或销号人建立或发放了整改人（核查人）的账号：请抽查现场照片，核实各环节确由不同的人办理；"
        "人手允许时，账号请由不参与核查、销号的人发放。",
    )
)
