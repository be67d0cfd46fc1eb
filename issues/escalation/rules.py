"""When which step is suggested, who may take it, and how its number is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.core.kernel.verdict import Verdict, no, yes_if
from issues.escalation.choices import NoticeKind
from issues.escalation.models import NoticeRule
from issues.ledger.choices import RUNNING_STATES
from issues.ledger.models import Issue

YEAR, SERIAL = "{年}", "{号}"
LONGEST = timedelta(days=366)
BAD_PATTERN = "文号规则须含 {年} 和 {号} 各一次，不能有其他花括号，如：河长办督〔{年}〕{号}号。"


@dataclass(frozen=True)
class Suggestion:
    """A step whose day has come, and why; a person decides."""

    rule: NoticeRule
    reason: str


def days_late(issue: Issue, today: date) -> int:
    """Of an issue in a unit's hands; 0 while there is time."""
    due = issue.due_on if issue.state in RUNNING_STATES else None
    return max(0, (today - due).days) if due else 0


def suggested(issue: Issue, ladder: Iterable[NoticeRule], sent: Collection[str], today: date) -> Suggestion | None:
    """The heaviest step that is due, unless it or a heavier one was ``sent`` (kinds) in this dispatch."""
    late = days_late(issue, today)
    due = [rule for rule in ladder if rule.is_active and 0 < late >= rule.days_for(issue.severity)]
    if not due:
        return None
    top = max(due, key=lambda rule: NoticeKind(rule.kind).weight)
    if any(NoticeKind(kind).weight >= NoticeKind(top.kind).weight for kind in sent):
        return None
    term = top.days_for(issue.severity)
    return Suggestion(top, f"{issue.get_severity_display()}问题已超期 {late} 天（满 {term} 天起建议）")


def may_send(post: Post) -> Verdict:
    return yes_if(post.role in OFFICE_ROLES, "督办由河长办办理。")


def may_send_about(issue: Issue) -> Verdict:
    """A notice is about work that a unit has in hand."""
    if not issue.unit_id:
        return no("问题还没有责任单位，请先交办。")
    return yes_if(
        issue.state in RUNNING_STATES, f"问题现为“{issue.get_state_display()}”，不在责任单位整改中，不能督办。"
    )


def may_reply_by(day: date, today: date) -> Verdict:
    if day < today:
        return no("答复时限不能早于今天。")
    return yes_if(day <= today + LONGEST, "答复时限不能超过一年，请核对年份。")


def is_pattern(text: str) -> bool:
    """Each mark once, and no other brace: a number must differ from the next, and from last year's."""
    rest = text.replace(YEAR, "", 1).replace(SERIAL, "", 1)
    return YEAR in text and SERIAL in text and not set("{}") & set(rest)
