"""销号表: what was put right, who looked at it, who struck it off, with the photos of before and after."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from hezhang.core.accounts.models import User
from hezhang.core.documents.paper import Form, Paper
from hezhang.core.kernel.words import NOTHING, day_words
from issues.documents.facts.common import about, day, office_of, photos
from issues.ledger import rules
from issues.ledger.choices import ChiefView, PhotoKind
from issues.ledger.models import Issue

TO_SIGN = "（签字）　　　　　　　　年　　月　　日"


def closing_paper(issue: Issue) -> Paper:
    """With what is known so far; what is not is left to the pen."""
    return Paper(
        title="河湖问题整改销号表",
        number=f"编号：{issue.number}",
        parts=(
            Form((*about(issue).lines, *_handling(issue))),
            photos(issue, "整改前", [PhotoKind.FOUND, PhotoKind.BEFORE]),
            photos(issue, "整改后及现场核查", [PhotoKind.AFTER, PhotoKind.ON_SITE], latest=True),
        ),
        signature=office_of(rules.listing_code(issue)),
        day=timezone.localdate(issue.closed_at) if issue.closed_at else None,
    )


def _handling(issue: Issue) -> tuple[tuple[tuple[str, str], ...], ...]:
    late = f"（超期 {issue.days_late} 天）" if issue.days_late else ""
    return (
        (("责任单位", str(issue.unit or NOTHING)), ("交办日期", day(issue.dispatched_at))),
        (("整改时限", day_words(issue.due_on)), ("完成日期", f"{day(issue.applied_at)}{late}")),
        (("办理要求", issue.requirement or NOTHING),),
        (("整改措施", issue.measures or NOTHING),),
        (("申请单位意见", _signed(issue.applied_by, issue.applied_at, f"{issue.unit or ''}　申请销号")),),
        *_asked(issue),
        (("现场核查意见", _signed(issue.verified_by, issue.verified_at, issue.opinion)),),
        (("销号意见", _closed(issue)),),
        *(((("销号日期", day(issue.closed_at)), ("销号文号", issue.closing_number)),) if issue.closing_number else ()),
    )


def _closed(issue: Issue) -> str:
    """By whom of this house; of what a superior's list has closed, by the level whose list it was."""
    last = issue.transitions.filter(verb="close_by_list").order_by("-pk").first() if issue.closed_at else None
    if last is None:
        return _signed(issue.closed_by, issue.closed_at, _closing_words(issue))
    level = issue.get_list_level_display()
    return f"{level}销号清单同意销号{'：' if last.words else ''}{last.words}\n{level}　{day(issue.closed_at)}"


def _closing_words(issue: Issue) -> str:
    """With why it was signed off where the chief objected."""
    if not issue.closed_at:
        return ""
    last = issue.transitions.filter(verb="close").order_by("-pk").first()
    return f"同意销号　{last.words}" if last and last.words and issue.chief_view == ChiefView.OBJECTS else "同意销号"


def _asked(issue: Issue) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What the grade of the issue asked beside: the chief's opinion, the first of two checkers."""
    rows = []
    if issue.chief_asked_until or issue.chief_view:
        view = f"{issue.get_chief_view_display()}　{issue.chief_words}" if issue.chief_view else ""
        rows.append((("责任河长意见", _signed(issue.chief_said_by, issue.chief_said_at, view)),))
    if issue.two_checkers:
        rows.append((("第一人核查意见", _signed(issue.first_checked_by, issue.first_checked_at, issue.first_opinion)),))
    return tuple(rows)


def _signed(who: User | None, at: datetime | None, words: str) -> str:
    """The words, and beneath them who and when; or lines for the pen."""
    return f"{words}\n{who.name}　{day(at)}" if who else f"{words}\n{TO_SIGN}"
