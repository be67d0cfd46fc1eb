"""An issue out of an older ledger: it arrives where it stands, closed ones closed, without steps that nobody took here."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Department, Post, Region
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import NotAllowed
from issues.clocks.choices import Severity, Track
from issues.ledger import rules
from issues.ledger.choices import Source, State
from issues.ledger.models import Category, Issue
from issues.ledger.services.reporting import chief_on, level_of, next_number
from rivers.registry.models import Reach, River


@transaction.atomic
def take_over(
    *,
    by: Post | None,
    client_id: uuid.UUID,
    old_ledger: str,
    text: str,
    river: River,
    region: Region,
    found_at: datetime,
    reach: Reach | None = None,
    category: Category | None = None,
    severity: str = Severity.MINOR,
    source: str = Source.OTHER,
    track: str = Track.TERM,
    unit: Department | None = None,
    due_on: date | None = None,
    closed_at: datetime | None = None,
    progress: int = 0,
    list_level: str = "",
    at: datetime | None = None,
    **place: Any,
) -> Issue:
    """Enter an issue that another ledger has kept so far; ``place``: place, lat, lng (WGS-84), requirement, outside_number.

    Closed with its day where that ledger closed it (by whom, it does not say, and nobody is made up); in the unit's hands
    where unit and due date are known; else waiting to be dispatched. No step is appended, as none was taken here, and
    nobody is told. Raises NotAllowed outside the region, ValidationError for days that cannot be.
    """
    at = at or timezone.now()
    if by and not (verdict := rules.may_report(by) and rules.may_report_in(by, region.code)):
        raise NotAllowed(verdict.reason)
    if found_at > at or (closed_at and not found_at <= closed_at <= at):
        raise ValidationError("发现、销号时间的先后不对，或晚于现在。")
    level = level_of(by, region)
    issue = Issue(
        client_id=client_id, old_ledger=old_ledger, text=text.strip(), river=river, region=region, reach=reach,
        found_at=found_at, category=category, severity=severity, source=source, track=track, unit=unit, due_on=due_on,
        closed_at=closed_at, progress=progress, list_level=list_level or level, registered_at=at, **place,
    )  # fmt: skip
    issue.state = _state(issue)
    issue.on_state(closed_at or at, moved=True)
    issue.chief = chief_on(reach, timezone.localdate(found_at))
    issue.number = next_number(region.code, timezone.localdate(at))
    issue.full_clean(exclude=["category", "reach"])
    issue.save(force_insert=True)
    record("issue.take_over", issue, post=by, after={"state": issue.state, "old_ledger": old_ledger}, at=at)
    return issue


def _state(issue: Issue) -> str:
    if issue.closed_at:
        return State.CLOSED
    return State.RECTIFYING if issue.unit_id and issue.due_on else State.REGISTERED
