"""督办 on the desks: the office's answers to look at and those that are late; the unit's, to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hezhang.portal.desks.board import SHOWN, Section, Todo, link
from issues.escalation.models import Notice
from issues.escalation.workflow import TABLE

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from hezhang.core.accounts.models import Post


def told() -> list[tuple[str, str, str]]:
    """What the office's desk says of ``of_office``: label, address of the rows, unit."""
    return [
        ("督办待确认", link("issues:notices", tab="mine"), "件"),
        ("督办超期未答复", link("issues:notices", tab="overdue"), "件"),
    ]


def of_office(post: Post, today: date) -> list[QuerySet[Notice]]:
    rows = Notice.objects.visible_to(post)
    return [TABLE.waiting_for(post, rows), rows.overdue_on(today)]


def to_reply(post: Post) -> list[Section]:
    """What the post's unit is asked to answer, the most pressing first; where there is none, nothing is said."""
    rows = TABLE.waiting_for(post, Notice.objects.visible_to(post)).select_related("issue").order_by("reply_by", "pk")
    todos = [
        Todo(
            f"{one.get_kind_display()} {one.number}", one.issue.text, one.get_absolute_url(), "答复",
            one.get_absolute_url(), one.reply_by, one.get_state_display(), one.state_tone,
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip
    return [Section("督办待答复", todos, "", link("issues:notices", tab="mine"), len(todos))] if todos else []
