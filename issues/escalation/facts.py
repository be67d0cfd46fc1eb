"""What the pages of notices show."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html

from hezhang.core.kernel.words import day_words, due_words, moment_words
from hezhang.core.workflow.facts import timeline
from issues.escalation.models import Notice, NoticeRule
from issues.escalation.rules import Suggestion, suggested
from issues.escalation.workflow import TABLE
from issues.ledger.models import Issue


def suggestion_for(issue: Issue, today: date) -> Suggestion | None:
    """What the ladder of the issue's region suggests now. Two queries."""
    # An earlier dispatch's notices were another unit's.
    sent = (
        Notice.objects.in_force().filter(issue=issue, unit_id=issue.unit_id).order_by().values_list("kind", flat=True)
    )
    return suggested(issue, NoticeRule.objects.in_force(issue.region_id), set(sent), today)


def left_words(notice: Notice, today: date) -> str:
    """Time left for the reply, while one is waited for."""
    return due_words(notice.reply_by, today) if notice.state == "sent" else ""


def facts_of(notice: Notice, today: date) -> list[tuple[str, Any]]:
    issue, left = notice.issue, left_words(notice, today)
    rows: list[tuple[str, Any]] = [
        ("文号", notice.number),
        ("督办类别", notice.get_kind_display()),
        ("问题", format_html('<a href="{}">{}</a>', issue.get_absolute_url(), issue)),
        ("责任单位", notice.unit),
        ("督办事由", notice.reason),
        ("督办要求", notice.demand),
        ("发出", f"{day_words(notice.sent_on)}　{notice.sent_by.label}　{notice.sent_by.user.name}"),
        ("答复时限", f"{day_words(notice.reply_by)}{f'（{left}）' if left else ''}"),
    ]
    if notice.reply:
        who = f"{notice.replied_by.name if notice.replied_by else ''}　{moment_words(notice.replied_at)}"
        rows.append(("答复", f"{notice.reply}（{who}）"))
    return rows


def steps_of(notice: Notice) -> list[dict[str, Any]]:
    rows = notice.transitions.select_related("user", "post__region", "post__department").order_by("-id")
    return timeline(TABLE, rows)
