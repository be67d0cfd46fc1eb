"""Reminders to sign, reckoned from dates: nothing has to run on the day for them to be right."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hezhang.core.kernel.words import day_words, due_words
from hezhang.core.notify.services import tell
from rivers.chiefs.choices import TermWhat
from rivers.chiefs.models import ChangeTerm
from rivers.handover.choices import HandoverState
from rivers.handover.models import Handover
from rivers.handover.workflow import TABLE

# Whose signature a sheet waits for; when it is late, the office hears of it as well.
NEXT = {HandoverState.OPEN: "outgoing", HandoverState.GIVEN: "incoming", HandoverState.TAKEN: "office"}


def remind(at: datetime | None = None) -> int:
    """Tell those who are next, once before the term and once after it; returns how many messages were written."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    terms = ChangeTerm.objects.filter(what=TermWhat.HANDOVER).by_place()
    sent = 0
    for sheet in Handover.objects.running().with_names().order_by("id"):
        days = next((term.remind_days for term in terms.of(sheet.region_id)), 0)
        if sheet.due_on - timedelta(days=days) <= today:
            sent += _tell(sheet, at)
    return sent


@transaction.atomic
def _tell(sheet: Handover, at: datetime) -> int:
    today = timezone.localdate(at)
    is_late = sheet.due_on < today
    groups = {NEXT[HandoverState(sheet.state)], "office"} if is_late else {NEXT[HandoverState(sheet.state)]}
    posts = [TABLE.audiences[key].posts(sheet).order_by().values_list("user_id", flat=True) for key in sorted(groups)]
    title = f"离任交接{'已逾期' if is_late else '即将到期'}：{sheet}"
    body = f"{sheet.get_state_display()}；时限 {day_words(sheet.due_on)}，{due_words(sheet.due_on, today)}"
    return sum(
        tell(
            user_id, kind="handover.remind", title=title, body=body, url=sheet.get_absolute_url(), at=at,
            key=f"handover:{sheet.pk}:{sheet.state}:{'late' if is_late else 'near'}:{user_id}",
        )
        for user_id in sorted({user_id for users in posts for user_id in users})
    )  # fmt: skip
