"""What a change of the holiday table, or of the terms, would do to open problems: said under 参数设置 before it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import models
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.kernel.models import Holiday
from hezhang.core.kernel.words import day_words
from hezhang.core.kernel.workdays import Calendar
from hezhang.core.office.parameters import Outlook, foresee
from issues.clocks.models import DeadlineRule
from issues.ledger.models import Issue
from issues.redating.rules import moves, running, touched_by

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post

SHOWN = 100
HEADS = ["问题编号", "原到期日", "新到期日", "变动的日子"]
THEN = (
    "保存后到期日不会自己改动：各河长办在“按日历改期”里逐件或成批确认，责任单位和责任河长才会收到通知。"
    "推算的日子已经过去的，不提前。"
)


def days(before: models.Model | None, after: models.Model | None, post: Post) -> Outlook | None:
    """The dry run of one day of the holiday table; numbers and dates only, for whoever keeps the table reads no ledger."""
    old, new = cast("Holiday | None", before), cast("Holiday | None", after)
    day = new.day if new else old.day if old else None
    kind, former = (new.kind if new else ""), (old.kind if old else "")
    if day is None or kind == former:
        return None
    now = Calendar.load()
    kinds = {key: value for key, value in now.kinds.items() if key != day} | ({day: kind} if kind else {})
    then = Calendar(kinds)
    if now.is_workday(day) == then.is_workday(day):
        return None
    found = list(moves(touched_by(day), then, today=timezone.localdate(), instead_of=now))
    if not found:
        return None
    told = f"{day_words(day)}（改为{'上班' if then.is_workday(day) else '不上班'}）"
    rows = [[one.number, day_words(one.old), _new(one), told] for one in found[:SHOWN]]
    return Outlook(f"{len(found)} 件到期日变动", THEN, HEADS, rows, len(found), asks=True)


def _new(move: object) -> str:
    is_past = getattr(move, "is_past", False)
    return f"{day_words(getattr(move, 'new', None))}{'（已过，不提前）' if is_past else ''}"


def terms(before: models.Model | None, after: models.Model | None, post: Post) -> Outlook | None:
    """A term holds for what is dispatched from now on; what is out keeps the one with which it went out."""
    rule = cast("DeadlineRule | None", before)
    if rule is None:
        return Outlook("时限只用于以后的交办", "已交办的问题仍按交办时的时限，到期日不变。")
    rows = Issue.objects.all() if post.role == Role.SYSTEM_ADMIN else Issue.objects.visible_to(post)
    kept = running(rows.filter(track=rule.track, severity=rule.severity)).count()
    return Outlook(
        "时限只用于以后的交办",
        f"现有 {kept} 件“{rule.get_track_display()}、{rule.get_severity_display()}”的在办问题仍按交办时的时限，到期日不变。",
    )


foresee("holidays", days)
foresee("issue_deadlines", terms)
