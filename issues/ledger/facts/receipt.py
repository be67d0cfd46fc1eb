"""What who reported a problem reads once it is in: who takes it up, by when, and where to add what was forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.kernel.words import day_words
from issues.ledger import rules
from issues.ledger.choices import State
from issues.ledger.models import Issue
from issues.ledger.workflow import TABLE

TOLD = "办到哪一步会发消息告诉您，也可以随时在“我发现的问题”里看。"


@dataclass(frozen=True)
class Receipt:
    """``onward``: what happens next, a sentence each; ``may_add``: whether the reporter may tell more of it."""

    onward: list[str]
    may_add: bool


def receipt(issue: Issue, post: Post) -> Receipt:
    """For its reporter; about six queries."""
    onward = _onward(issue, timezone.localdate())
    return Receipt([*onward, TOLD] if issue.is_open else onward, bool(TABLE.allows(issue, "supplement", post)))


def _onward(issue: Issue, today: date) -> list[str]:
    """As the state of today has it: the page is opened again from the phone's list for 30 days."""
    if issue.state == State.RAISED:
        until = f"{day_words(issue.answer_on)}前答复"
        return [f"已报{rules.asked_words(issue, today)}，应于{until}；到时没有答复的，转{office_words(issue)}登记。"]
    if issue.state == State.REPORTED:
        # No rule gives the office a day for it: none is promised.
        return [f"由{office_words(issue)}登记，确定责任单位后交办整改；登记没有统一期限。"]
    due = f"，整改期限 {day_words(issue.running_due)}" if issue.running_due else ""
    return [f"{office_words(issue)}已受理，现在是“{State(issue.state).label}”{due}。"]


def office_words(issue: Issue) -> str:
    """Whose registering it is, as the office calls itself; 河长办 where nobody of one is in post."""
    posts = TABLE.audiences["office"].posts(issue).order_by().select_related("department")
    names = dict.fromkeys(post.department.name for post in posts if post.department)
    return "、".join(names) or "河长办"
