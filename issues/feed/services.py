"""Giving each step its place in the order, once it is committed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hezhang.core.api.hooking import line_up
from hezhang.core.api.models import Hook
from hezhang.core.workflow import engine
from issues.feed.models import Change, FeedEnd
from issues.ledger.models import IssueTransition
from issues.ledger.workflow import TABLE

ONLY = 1  # the key of the one row
AT_ONCE = 2000


def note(step: IssueTransition) -> Change:
    """In the step's own transaction."""
    return Change.objects.create(transition=step, issue_id=step.issue_id)


def put_in_order() -> int:
    """Give places to what has been committed meanwhile; the last place of all.

    One at a time, by the row that is locked: a place is never given below one that could have been read. Steps of one
    issue follow one another by their lock, so their numbers are in order among what is seen.
    """
    if not Change.objects.waiting().exists():
        return end()
    FeedEnd.objects.get_or_create(pk=ONLY)
    with transaction.atomic():
        held = engine.lock(FeedEnd(pk=ONLY))
        waiting = list(Change.objects.waiting().order_by("transition_id")[:AT_ONCE])
        for place, change in enumerate(waiting, held.last + 1):
            change.position = place
        Change.objects.bulk_update(waiting, ["position"], batch_size=500)
        held.last += len(waiting)
        held.save(update_fields=["last"])
    return held.last


def hand_out(*, at: datetime | None = None) -> int:
    """Line up what each subscriber has not been told, of the issues that its post sees; how many."""
    at, last = at or timezone.now(), put_in_order()
    lined = 0
    for pk in list(Hook.objects.running(timezone.localdate(at)).filter(position__lt=last).values_list("pk", flat=True)):
        with transaction.atomic():
            hook = Hook.objects.select_for_update(of=("self",)).with_names().get(pk=pk)
            upto = min(last, hook.position + AT_ONCE)
            rows = Change.objects.visible_to(hook.post).between(hook.position, upto)
            told = [(row.position or 0, event_of(row)) for row in rows.select_related("transition", "issue")]
            lined += line_up(hook, told, upto=upto, at=at)
    return lined


def event_of(change: Change) -> dict[str, Any]:
    """What a subscriber is told: as the feed has it."""
    step, issue = change.transition, change.issue
    row = TABLE.rows.get(step.verb)
    return {
        "event": "problem.changed",
        "problem": issue.pk,
        "number": issue.number,
        "verb": step.verb,
        "label": row.label if row else step.verb,
        "from_state": step.from_state,
        "to_state": step.to_state,
        "at": timezone.localtime(step.at).isoformat(),
        "words": row.public if row else "",
        "version": step.pk,
    }


def end() -> int:
    """The last place that is there to be read."""
    return FeedEnd.objects.filter(pk=ONLY).values_list("last", flat=True).first() or 0
