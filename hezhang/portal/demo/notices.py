"""督办 of what stays overdue: one that was answered and settled, one that waits for the office, one for its unit, one that is late."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hezhang.core.kernel.workdays import Calendar
from hezhang.portal.demo.hours import Hours
from hezhang.portal.demo.world import World, dice_for
from issues.clocks.choices import Severity
from issues.escalation.choices import NoticeKind
from issues.escalation.models import Notice
from issues.escalation.services import accept_reply, reply_notice, send_notice
from issues.ledger.choices import RUNNING_STATES
from issues.ledger.models import Issue

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

MOVED = "已进场，完成一半左右；因连日降雨机械进不了滩地，天晴后三日内完成，现场已设警示。"
PROMISED = "施工队已定，本周内进场，完成后立即申请销号。"


@dataclass(frozen=True)
class Story:
    """Working days ago: when it was sent, until when it wanted its answer (below 0: still to come), when that came and was accepted."""

    kind: NoticeKind
    sent: int
    wanted: int
    reply: str = ""
    replied: int = 0
    accepted: int = 0


# Of the one that is late the longest, the next, and so on; what would have been sent before it was late is left out.
STORIES = (
    (Story(NoticeKind.HINT, 10, 5, MOVED, 8, 7), Story(NoticeKind.SUPERVISE, 5, 1)),
    (Story(NoticeKind.HINT, 4, 0, PROMISED, 2),),
    (Story(NoticeKind.SUPERVISE, 1, -4),),
)


def notices(world: World) -> str:
    hours = Hours(Calendar.load(), dice_for("notices"))
    acts = sorted(_planned(world, hours), key=lambda act: act[0])
    for act in acts:
        _go(world, hours, *act)
    return f"{len(acts)} 件"


def _planned(world: World, hours: Hours) -> Iterator[tuple[datetime, Issue, Story]]:
    """In the order of time: the office's numbers follow it."""
    late = Issue.objects.filter(state__in=RUNNING_STATES, due_on__lt=world.today).order_by("due_on", "pk")
    for issue, stories in zip(late, STORIES, strict=False):
        for story in stories:
            day = hours.workdays_ago(world.today, story.sent)
            if issue.due_on and issue.due_on < day:
                yield hours.office(day), issue, story


def _go(world: World, hours: Hours, at: datetime, issue: Issue, story: Story) -> None:
    office, unit = world.posts["hezhangban"], world.handlers[issue.unit_id]
    late = (at.date() - issue.due_on).days
    notice = send_notice(
        issue,
        by=office,
        kind=story.kind,
        reason=f"{Severity(issue.severity).label}问题已超期 {late} 天",
        demand="请立即组织整改，明确完成日期，并在答复时限内书面答复整改情况。",
        reply_by=hours.workdays_ago(world.today, story.wanted),
        at=at,
    )
    _answer(world, hours, notice, story, office, unit)


def _answer(world: World, hours: Hours, notice: Notice, story: Story, office: Post, unit: Post) -> None:
    if story.replied:
        reply_notice(
            notice, by=unit, reply=story.reply, at=hours.office(hours.workdays_ago(world.today, story.replied))
        )
    if story.accepted:
        accept_reply(notice, by=office, at=hours.office(hours.workdays_ago(world.today, story.accepted)))
