"""What a long-term issue waits for before it is applied for: its plan, and all the stages of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from hezhang.core.kernel.verdict import YES, Verdict, no, yes_if
from issues.clocks.choices import Track

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from issues.ledger.models import Issue


def may_apply(issue: Issue, post: Post, at: datetime) -> Verdict:
    """申请销号: of a long-term one when all the stages of its plan are done or dropped."""
    if not issue.is_long:
        return YES
    if issue.staged_at is None:
        return no("长期整改的问题先编制整改方案，经河长办确认，各项阶段任务完成后再申请销号。")
    return yes_if(not issue.stages_left, f"还有 {issue.stages_left} 项阶段任务没有完成或取消，全部办完后再申请销号。")


def appliable_by(post: Post, at: datetime) -> Q:
    """The same asked of the database."""
    return ~Q(track=Track.LONG) | Q(staged_at__isnull=False, stages_left=0)
