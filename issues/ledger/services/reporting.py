"""How an issue comes into the ledger: once, with its number, its chief of that day and its photos."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.choices import Tier
from hezhang.core.workflow import engine
from hezhang.core.workflow.errors import Conflicting, NotAllowed
from issues.clocks.choices import Severity
from issues.ledger import rules
from issues.ledger.choices import ListLevel, Source
from issues.ledger.models import Category, Issue, NumberSeries
from issues.ledger.services.photos import attach, demand
from issues.ledger.workflow import TABLE
from patrols.norms.choices import CheckGroup
from patrols.walks.models import Finding
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River


def report(
    post: Post | None,
    *,
    text: str,
    river: River,
    region: Region,
    reach: Reach | None = None,
    place: str = "",
    category: Category | None = None,
    severity: str = Severity.MINOR,
    source: str = Source.OTHER,
    list_level: str | None = None,
    found_at: datetime | None = None,
    photos: Sequence[Upload] = (),
    client_id: uuid.UUID | None = None,
    lat: float | None = None,
    lng: float | None = None,
    at: datetime | None = None,
) -> Issue:
    """Enter an issue as REPORTED; ``lat``/``lng`` in WGS-84 degrees. ``post`` is None for the public and imports.

    The same ``client_id`` is the same issue for ever. Raises NotAllowed (not a reporter, or outside the region),
    Conflicting (that client_id holds other content), EvidenceMissing, ValidationError (found in the future).
    """
    at = at or timezone.now()
    issue = Issue(
        client_id=client_id or uuid.uuid4(), text=text.strip(), river=river, region=region, reach=reach, place=place,
        category=category, severity=severity, source=source, list_level=list_level or _level(post, region),
        found_at=found_at or at, reporter=post, lat=lat, lng=lng,
    )  # fmt: skip
    if post and not (verdict := rules.may_report(post) and rules.may_report_in(post, region.code)):
        raise NotAllowed(verdict.reason)
    if issue.found_at > at:
        raise ValidationError("发现时间不能晚于现在。")
    demand("report", photos)
    return _enter(issue, post, photos, at)


def report_finding(finding: Finding, *, at: datetime | None = None) -> Issue:
    """Enter what a patrol found, with its reach, position and photos: nothing is typed twice, and only once ever."""
    at = at or timezone.now()
    known = Issue.objects.filter(finding=finding).first()
    if known:
        return known
    patrol = finding.patrol
    issue = Issue(
        finding=finding, text=_words(finding), source=Source.PATROL,
        river_id=patrol.river_id, region_id=answering_region(patrol.reach), reach_id=patrol.reach_id, lat=finding.lat,
        lng=finding.lng, accuracy_m=finding.accuracy_m, found_at=min(patrol.ended_at, at), reporter=patrol.post,
    )  # fmt: skip
    issue.list_level = _level(None, issue.region)
    photos = [photo.upload for photo in finding.photos.select_related("upload")]
    return _enter(issue, patrol.post, photos, at)


def _words(finding: Finding) -> str:
    """What was ticked, and what was written about it; 其他 says nothing that the words do not say."""
    item, text = finding.item, finding.text
    if not text:
        return item.name
    return text if item.group == CheckGroup.OTHER or item.name in text else f"{item.name}：{text}"


def _enter(issue: Issue, post: Post | None, photos: Sequence[Upload], at: datetime) -> Issue:
    try:
        with transaction.atomic():
            known = Issue.objects.filter(client_id=issue.client_id).first()
            if known:
                return _same(known, issue)
            issue.chief = chief_on(issue.reach, timezone.localdate(issue.found_at))
            issue.number = _next_number(issue.region_id, timezone.localdate(at))
            engine.begin(TABLE, issue, "report", post, at=at, evidence=attach("report", photos))
    except IntegrityError:
        # Two of the same at once: the unique client number let one in, and this is the other.
        known = Issue.objects.filter(client_id=issue.client_id).first()
        if known is None:
            raise
        return _same(known, issue)
    return issue


def _same(known: Issue, issue: Issue) -> Issue:
    """The issue that is already there, when what came is the same again."""
    if any(getattr(known, name) != getattr(issue, name) for name in ("text", "river_id", "reporter_id")):
        raise Conflicting(f"这份上报已登记为 {known.number}，内容与此次不同，原记录未改动。请刷新页面后重新填报。")
    return known


def chief_on(reach: Reach | None, day: date) -> Post | None:
    """The responsible chief of the reach on that day, or of the nearest reach above that had one (责任终身追究)."""
    while reach is not None:
        tenure = Tenure.objects.current(day).filter(reach=reach, kind=TenureKind.RESPONSIBLE).first()
        if tenure:
            return tenure.post
        reach = reach.parent
    return None


def answering_region(reach: Reach) -> str:
    """Code of the region whose office answers for the reach: a city reach that lies in one county is that county's."""
    if reach.tier != Tier.CITY:
        return str(reach.region_id)
    counties = set(reach.children.values_list("region_id", flat=True))
    return counties.pop() if len(counties) == 1 else str(reach.region_id)


def _level(post: Post | None, region: Region) -> str:
    """An office lists at its own level; what anybody else reports the county lists, or the city where no county can."""
    if region.tier == Tier.CITY:
        return ListLevel.CITY
    own: Any = post.region.tier if post and post.role in OFFICE_ROLES else ""
    return own if own in ListLevel.values else ListLevel.COUNTY


def _next_number(region_code: str, day: date) -> str:
    """M + county digits + yymmdd + serial, e.g. M02261121003 (the pattern of the Xining system)."""
    prefix = f"M{region_code[4:6]}{day:%y%m%d}"
    # Locked until the transaction ends: no two get the same, none is lost.
    series = engine.lock(NumberSeries.objects.get_or_create(prefix=prefix)[0])
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}{series.last:03d}"
