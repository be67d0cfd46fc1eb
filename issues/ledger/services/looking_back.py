"""回头看: what became of an issue that was signed off. It holds, or it has come back as an issue of its own (decision 0046).

Common to all: as in ``steps``.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.files.models import Upload
from hezhang.core.workflow.steps import Step
from issues.ledger.choices import Look, Source
from issues.ledger.models import Issue, IssueTransition
from issues.ledger.services import reporting, steps
from issues.ledger.services.falsehood import calling_false, tell_of_false
from issues.ledger.workflow import TABLE


def hold(
    issue: Issue,
    by: Post,
    *,
    photos: Sequence[Upload],
    words: str = "",
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """巩固: seen again, and still in order."""
    at = at or timezone.now()
    step = Step("hold", by, {"look": Look.HOLDS, "looked_at": at}, words.strip(), at, once)
    return steps.carry_out_with(photos, issue, step)


def rebound(
    issue: Issue,
    by: Post,
    *,
    words: str,
    photos: Sequence[Upload],
    false: bool = False,
    once: UUID | None = None,
    at: datetime | None = None,
) -> IssueTransition:
    """反弹: it is there again. What is signed off stays so; a new issue, linked to it, is registered at once."""
    at = at or timezone.now()
    marked = calling_false(at, by=by) if false else {}

    def _reopen(closed: Issue, done: Any) -> None:
        _open_anew(closed, by, words=words.strip(), photos=photos, at=at)
        if false:
            tell_of_false(closed, done)

    values = {"look": Look.REBOUND, "looked_at": at} | marked
    return steps.carry_out_with(photos, issue, Step("rebound", by, values, words.strip(), at, once, attach=_reopen))


def _open_anew(closed: Issue, by: Post, *, words: str, photos: Sequence[Upload], at: datetime) -> Issue:
    """Where and what it is, is known: nobody types it twice. Who may not register has it registered by the system."""
    issue = reporting.report(
        by=by, text=words, river=closed.river, region=closed.region, reach=closed.reach, place=closed.place,
        category=closed.category, severity=closed.severity, source=Source.LOOK_BACK, list_level=closed.list_level,
        lat=closed.lat, lng=closed.lng, photos=photos, client_id=uuid.uuid5(closed.client_id, "rebound"), at=at,
        rebound_of=closed,
    )  # fmt: skip
    registrar = by if TABLE.may(issue, "register", by, at) else None
    steps.register(
        issue, registrar, category=closed.category, severity=closed.severity, track=closed.track, at=at
    )  # fmt: skip
    return issue
