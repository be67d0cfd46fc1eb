"""The steps of a lead: each verb of its table is one function here. All of them go through the engine.

Common to all: ``once`` is the form's own number, ``at`` the time of the act (default now).
Raised: NotAllowed 403, SomebodyWasFaster 409, EvidenceMissing 422, ValidationError.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.refusal import NotAllowed, demand
from hezhang.core.kernel.words import shortened
from hezhang.core.notify import services as notify
from hezhang.core.notify.choices import Pace
from hezhang.core.workflow import engine
from hezhang.core.workflow.errors import EvidenceMissing
from hezhang.core.workflow.steps import Attach, Step
from issues.leads import rules
from issues.leads.choices import LIMITS, LeadState, LimitWhat
from issues.leads.models import Lead, LeadLimit, LeadPhoto, LeadTransition
from issues.leads.workflow import TABLE
from issues.ledger import rules as reports
from issues.ledger import services as ledger
from issues.ledger.models import Category, Issue
from rivers.registry.models import Reach, River

NO_PHOTO = "请附现场照片：核实要留下证据。"
ANOTHER_RIVER = "这件问题在另一条河湖，请核对编号。"
OVER = "这件问题已经办结。线索仍然属实的，请立为新的问题。"
NUMBER_KNOWN = "“{}”的 {} 已经登记过，不必再登。"


def record_lead(
    *,
    by: Post,
    source: str,
    text: str,
    river: River,
    region: Region,
    reach: Reach | None = None,
    place: str = "",
    outside_number: str = "",
    found_at: datetime | None = None,
    lat: float | None = None,
    lng: float | None = None,
    photos: Sequence[Upload] = (),
    client_id: UUID | None = None,
    at: datetime | None = None,
) -> Lead:
    """登记线索. The same form sent twice is one lead, and so is the same number of the same hotline."""
    at = at or timezone.now()
    demand(rules.may_record(by), NotAllowed)
    if not by.region.contains(region.code):
        raise NotAllowed("该地点不在您的辖区内，请转当地河长办。")
    lead = Lead(
        client_id=client_id or uuid.uuid4(), source=source, text=text.strip(), river=river, region=region, reach=reach,
        place=place, outside_number=outside_number.strip(), found_at=found_at or at, reporter=by, lat=lat, lng=lng,
    )  # fmt: skip
    return _record("record_lead", lead, by, photos, at)


def find_lead(
    *,
    by: Post,
    source: str,
    text: str,
    river: River,
    region: Region,
    reach: Reach | None,
    found_at: datetime,
    client_id: UUID,
    lat: float | None = None,
    lng: float | None = None,
    photos: Sequence[Upload] = (),
    at: datetime | None = None,
) -> Lead:
    """检查发现: by an inspector, whose right to be there the inspection has judged: he need not be of the place, nor of the office."""
    lead = Lead(
        client_id=client_id, source=source, text=shortened(text.strip(), 500), river=river, region=region, reach=reach,
        found_at=found_at, reporter=by, lat=lat, lng=lng,
    )  # fmt: skip
    return _record("find_lead", lead, by, photos, at or timezone.now())


def _record(verb: str, lead: Lead, by: Post, photos: Sequence[Upload], at: datetime) -> Lead:
    if lead.found_at > at:
        raise ValidationError({"found_at": "发现时间不能晚于现在。"})
    if known := Lead.objects.filter(client_id=lead.client_id, reporter=by).first():
        return known
    try:
        with transaction.atomic():
            engine.begin(TABLE, lead, Step(verb, by, at=at, attach=_hang(photos)))
    except IntegrityError:
        if known := Lead.objects.filter(client_id=lead.client_id, reporter=by).first():
            return known  # twice at once
        words = NUMBER_KNOWN.format(lead.get_source_display(), lead.outside_number)
        raise ValidationError({"outside_number": words}) from None
    return lead


def _hang(photos: Sequence[Upload]) -> Attach:
    def _attach(lead: Lead, step: Any) -> None:
        LeadPhoto.objects.bulk_create([LeadPhoto(lead=lead, transition=step, upload=photo) for photo in photos])

    return _attach


def _seen(by: Post, finding: str, at: datetime) -> dict[str, Any]:
    return {"checked_at": at, "checked_by": by.user, "finding": finding.strip()}


def confirm_lead(
    lead: Lead,
    by: Post,
    *,
    finding: str,
    photos: Sequence[Upload],
    lat: float | None = None,
    lng: float | None = None,
    once: UUID | None = None,
    at: datetime | None = None,
) -> LeadTransition:
    """核实属实: a problem is reported with all that the lead knows, and what was seen on the spot; nothing is typed twice."""
    at = at or timezone.now()

    def _values(locked: Lead) -> dict[str, Any]:
        if not photos:
            raise EvidenceMissing(NO_PHOTO)
        return _seen(by, finding, at) | {"issue": _become(locked, by, finding, photos, (lat, lng), at)}

    step = Step("confirm_lead", by, _values, finding.strip(), at, once, attach=_hang(photos))
    return engine.carry_out(TABLE, lead, step)


def prove_lead(
    lead: Lead,
    by: Post,
    *,
    finding: str,
    category: Category | None = None,
    at: datetime | None = None,
) -> LeadTransition:
    """检查时核实: who found it stood there with the camera, and says himself that it is a problem."""
    at = at or timezone.now()

    def _values(locked: Lead) -> dict[str, Any]:
        if not locked.photos.exists():
            raise EvidenceMissing(NO_PHOTO)
        return _seen(by, finding, at) | {"issue": _become(locked, by, "", [], (None, None), at, category)}

    return engine.carry_out(TABLE, lead, Step("prove_lead", by, _values, finding, at))


def _become(
    lead: Lead,
    by: Post,
    finding: str,
    photos: Sequence[Upload],
    place: tuple[float | None, float | None],
    at: datetime,
    category: Category | None = None,
) -> Issue:
    """Where it was seen is told by who stood there, or by the photo itself; a lead that was reopened becomes another problem.

    In the ledger it is reported by whom the ledger lets report; of an inspector from elsewhere the lead keeps the name.
    """
    came = [photo.upload for photo in lead.photos.select_related("upload")]
    text = f"{lead.text}（核实：{finding.strip()}）" if finding and len(lead.text) + len(finding) <= 480 else lead.text
    may = reports.may_report(by) and reports.may_report_in(by, lead.region_id)
    shot = next(((photo.lat, photo.lng) for photo in photos if photo.lat is not None), (lead.lat, lead.lng))
    lat, lng = place if None not in place else shot
    turn = lead.transitions.filter(verb__in=("confirm_lead", "prove_lead")).count()
    return ledger.report(
        by=by if may else None, text=text, category=category, river=lead.river, region=lead.region, reach=lead.reach,
        place=lead.place, source=lead.source, found_at=lead.found_at, outside_number=lead.outside_number, lat=lat, lng=lng,
        photos=list(dict.fromkeys([*came, *photos])),
        client_id=uuid.uuid5(lead.client_id, f"issue-{turn}"), at=at,
    )  # fmt: skip


def join_lead(
    lead: Lead,
    by: Post,
    *,
    into: Issue,
    finding: str,
    photos: Sequence[Upload] = (),
    once: UUID | None = None,
    at: datetime | None = None,
) -> LeadTransition:
    """并入已有问题: it is being handled already; the lead stays linked to it, with what was seen."""
    at = at or timezone.now()

    def _values(locked: Lead) -> dict[str, Any]:
        parent = engine.lock(into)  # nobody ends it meanwhile
        if parent.river_id != locked.river_id:
            raise ValidationError({"number": ANOTHER_RIVER})
        if not parent.is_open:
            raise ValidationError({"number": OVER})
        return _seen(by, finding, at) | {"issue": parent}

    step = Step("join_lead", by, _values, finding.strip(), at, once, attach=_hang(photos))
    return engine.carry_out(TABLE, lead, step)


def dismiss_lead(
    lead: Lead,
    by: Post,
    *,
    finding: str,
    photos: Sequence[Upload],
    once: UUID | None = None,
    at: datetime | None = None,
) -> LeadTransition:
    """不是问题: somebody was there, and the photo shows it."""
    at = at or timezone.now()

    def _values(locked: Lead) -> dict[str, Any]:
        if not photos:
            raise EvidenceMissing(NO_PHOTO)
        return _seen(by, finding, at)

    step = Step("dismiss_lead", by, _values, finding.strip(), at, once, attach=_hang(photos))
    return engine.carry_out(TABLE, lead, step)


def reopen_lead(
    lead: Lead, by: Post, *, words: str, once: UUID | None = None, at: datetime | None = None
) -> LeadTransition:
    """撤销核实: to be checked again. A problem that it had become, and nobody has been given, ends as not so."""
    at = at or timezone.now()

    def _values(locked: Lead) -> dict[str, Any]:
        if locked.state == LeadState.BECAME and locked.issue is not None and locked.issue.is_open:
            ledger.reject(locked.issue, by, words=shortened(f"线索撤销核实：{words.strip()}", 300), at=at)
        return {"checked_at": None, "checked_by": None, "finding": "", "issue": None}

    return engine.carry_out(TABLE, lead, Step("reopen_lead", by, _values, words.strip(), at, once))


def remind_leads(*, at: datetime | None = None) -> int:
    """Who may check what has waited for as long as its district says is told once a day; how many messages."""
    at = at or timezone.now()
    day, told = timezone.localdate(at), 0
    for lead, most in _unchecked_long(at):
        users: dict[int, str] = {}
        for key in ("office", "walker"):
            group = TABLE.audiences[key]
            for user_id in group.posts(lead).order_by().values_list("user_id", flat=True):
                users.setdefault(user_id, group.label)
        days = (at - lead.state_since) // timedelta(days=1)
        for user_id, label in users.items():
            told += notify.tell(
                user_id, kind="lead.remind", title=f"线索待核实已 {days} 天：{lead}", url=lead.get_absolute_url(),
                why=f"您是{label}，待核实满 {most} 天的线索每天提醒一次。", key=f"lead:{lead.pk}:remind:{day}:{user_id}",
                pace=Pace.DIGEST, at=at,
            )  # fmt: skip
    return told


def _unchecked_long(at: datetime) -> Iterator[tuple[Lead, int]]:
    """Leads that have waited too long, each with the days that hold in its district."""
    placed = LeadLimit.objects.filter(what=LimitWhat.WAIT).by_place()
    shortest = min([LIMITS[LimitWhat.WAIT], *(row.amount for row in placed.every())])
    rows = Lead.objects.waiting_since(at - timedelta(days=shortest))
    for lead in rows.with_names().order_by("pk"):
        most = next((row.amount for row in placed.of(lead.region_id)), LIMITS[LimitWhat.WAIT])
        if lead.state_since < at - timedelta(days=most):
            yield lead, most
