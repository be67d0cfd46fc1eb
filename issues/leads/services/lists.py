"""Leads that come in lists: taken in as they are sent, told once to each who goes there, and undone as a whole."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.audit.services import record
from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.notify import services as notify
from issues.leads import rules
from issues.leads.choices import LeadState
from issues.leads.models import Lead, LeadBatch
from issues.leads.workflow import TABLE
from rivers.registry.models import Reach, River

POINTERS = ["region", "river", "reach", "reporter", "batch", "checked_by", "issue"]


def list_of(region: Region, name: str, *, by: Post | None, document: str = "", at: datetime | None = None) -> LeadBatch:
    """The list of that name in the region, made where there is none; a second file of it goes on with the first's."""
    facts = {"document": document, "post": by, "made_at": at or timezone.now()}
    return LeadBatch.objects.get_or_create(region=region, name=name, defaults=facts)[0]


@transaction.atomic
def take_in(
    *,
    by: Post | None,
    batch: LeadBatch,
    client_id: uuid.UUID,
    source: str,
    text: str,
    river: River,
    region: Region,
    found_at: datetime,
    reach: Reach | None = None,
    place: str = "",
    outside_number: str = "",
    lat: float | None = None,
    lng: float | None = None,
    at: datetime | None = None,
) -> Lead:
    """导入一条线索 of a list, to be checked. ``by`` None: by command.

    No step is appended, because a list can be undone and steps cannot; the list says who brought it in and when.
    Raises NotAllowed outside the region, ValidationError for what no lead can hold.
    """
    at = at or timezone.now()
    if by is not None:
        demand(rules.may_record(by), NotAllowed)
        if not by.region.contains(region.code):
            raise NotAllowed("该地点不在您的辖区内，请转当地河长办。")
    lead = Lead(
        client_id=client_id, batch=batch, source=source, outside_number=outside_number, text=text.strip(), river=river,
        region=region, reach=reach, place=place, lat=lat, lng=lng, found_at=found_at, reporter=by, state=LeadState.WAITING,
    )  # fmt: skip
    lead.on_state(at, moved=True)
    # The words alone: rows that are pointed to were read a moment ago, and numbers the database itself guards.
    lead.clean_fields(exclude=POINTERS)
    lead.save(force_insert=True)
    record("lead.take_in", lead, post=by, after={"batch": batch.name, "outside_number": outside_number}, at=at)
    return lead


def tell_list(leads: Iterable[Lead], *, by: Post | None, at: datetime | None = None) -> int:
    """One message for each patroller and list, however many of its leads lie there; how many were written."""
    at, group, told = at or timezone.now(), TABLE.audiences["walker"], 0
    numbers: Counter[tuple[int, LeadBatch]] = Counter()
    users: dict[str, list[int]] = {}
    for lead in leads:
        if lead.region_id not in users:
            users[lead.region_id] = list(group.posts(lead).order_by().values_list("user_id", flat=True).distinct())
        numbers.update((user_id, lead.batch) for user_id in users[lead.region_id] if lead.batch)
    for (user_id, batch), number in sorted(numbers.items(), key=lambda one: (one[0][1].pk, one[0][0])):
        if by is None or user_id != by.user_id:
            told += notify.tell(
                user_id, kind="lead.take_in", title=f"有 {number} 条线索待核实：{batch}", url=batch.get_absolute_url(),
                why=f"您是{group.label}，导入的线索须到现场核实。", key=f"lead_batch:{batch.pk}:{at.isoformat()}:{user_id}",
                at=at,
            )  # fmt: skip
    return told
