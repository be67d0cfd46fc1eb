"""How an issue comes into the ledger: once, with its number, its chief of that day and its photos."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post, Region
from hezhang.core.files.models import Upload
from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify import services as notify
from hezhang.core.workflow import engine
from hezhang.core.workflow.errors import Conflicting
from hezhang.core.workflow.steps import Step
from issues.clocks.choices import Severity
from issues.ledger import rules
from issues.ledger.choices import ListLevel, Source
from issues.ledger.models import Category, Issue, NumberSeries
from issues.ledger.services import steps
from issues.ledger.services.by_rule import register_by_rule, rule_for
from issues.ledger.services.photos import attach, demand_enough
from issues.ledger.services.raising import raise_, way_up
from issues.ledger.services.retelling import ToldOtherwise, news_of
from issues.ledger.workflow import TABLE
from patrols.norms.choices import CheckGroup
from patrols.walks.models import Finding
from patrols.walks.rules import thing_words
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River


def report(
    *,
    by: Post | None,
    text: str,
    river: River,
    region: Region,
    reach: Reach | None = None,
    place: str = "",
    category: Category | None = None,
    severity: str = Severity.MINOR,
    source: str = Source.OTHER,
    list_level: str | None = None,
    outside_number: str = "",
    found_at: datetime | None = None,
    photos: Sequence[Upload] = (),
    client_id: uuid.UUID | None = None,
    supplement: bool = False,
    lat: float | None = None,
    lng: float | None = None,
    rebound_of: Issue | None = None,
    at: datetime | None = None,
) -> Issue:
    """Enter an issue as REPORTED; ``lat``/``lng`` in WGS-84 degrees. ``post`` is None for the public and imports.

    ``outside_number``: what the level that listed it, or whoever told of it, calls it. ``rebound_of``: the signed-off one that has come back as this.

    The same ``client_id`` is the same issue for ever: told again with nothing new in it, it is the stored one; with
    more in it ToldOtherwise is raised, and with ``supplement`` what is new becomes a dated step of the stored one.
    Raises NotAllowed (not a reporter, or outside the region), EvidenceMissing, ValidationError (found in the future).
    """
    at = at or timezone.now()
    issue = Issue(
        client_id=client_id or uuid.uuid4(), text=text.strip(), river=river, region=region, reach=reach, place=place,
        category=category, severity=severity, source=source, list_level=list_level or level_of(by, region), outside_number=outside_number.strip(),
        found_at=found_at or at, reporter=by, lat=lat, lng=lng,
        rebound_of=rebound_of, rebounds=rebound_of.rebounds + 1 if rebound_of else 0,
    )  # fmt: skip
    if by and not (verdict := rules.may_report(by) and rules.may_report_in(by, region.code)):
        raise NotAllowed(verdict.reason)
    if issue.found_at > at:
        raise ValidationError("发现时间不能晚于现在。")
    demand_enough("report", photos, code=region.code)
    return _enter(issue, by, photos, at, supplement=supplement)


def report_finding(finding: Finding, *, at: datetime | None = None) -> Issue:
    """Enter what a patrol found, with its reach, position and photos: nothing is typed twice, and only once ever."""
    at = at or timezone.now()
    try:
        with transaction.atomic():
            return Issue.objects.filter(finding=finding).first() or _take_up(finding, at)
    except IntegrityError:
        # Two with the same finding: the unique key let one in, and that one has done it all.
        return Issue.objects.get(finding=finding)


def _take_up(finding: Finding, at: datetime) -> Issue:
    """The finding's issue: registered where a rule says so, raised to the town chief where a village found it, else the office's."""
    patrol = finding.patrol
    issue = Issue(
        finding=finding, text=_words(finding), source=Source.PATROL,
        river_id=patrol.river_id, region_id=answering_region(patrol.reach), reach_id=patrol.reach_id, lat=finding.lat,
        lng=finding.lng, accuracy_m=finding.accuracy_m, found_at=min(patrol.ended_at, at), reporter=patrol.post,
    )  # fmt: skip
    issue.list_level = level_of(None, issue.region)
    photos = [photo.upload for photo in finding.photos.select_related("upload")]
    rule, words = rule_for(issue, finding), ""
    if rule is None:
        issue.answer_on, words = way_up(issue, patrol, at)
    # Of one that is registered with the same click nobody reads that it waits to be registered.
    _enter(issue, patrol.post, photos, at, words=words, quiet=rule is not None)
    if rule:
        register_by_rule(issue, rule, at=at)
    return issue


def supplement_finding(finding: Finding, *, words: str, photos: Sequence[Upload], at: datetime) -> None:
    """What its finder tells more of a finding is a dated step of its issue; of one that has ended, a word to the office.

    The words are the finder's of that day, whatever post he has by now; sent twice they are one supplement (0013).
    """
    issue = Issue.objects.filter(finding=finding).select_related("reporter__user").first()
    if issue is None:
        return
    words = words or f"补充照片 {len(photos)} 张"
    if issue.is_open and issue.reporter:
        steps.supplement(issue, issue.reporter, words=words, photos=photos, at=at)
        return
    office = TABLE.audiences["office"].posts(issue).order_by().values_list("user_id", flat=True)
    for user_id in sorted(set(office)):
        notify.tell(
            user_id, kind="issue.supplement", title=f"已办结的问题又有补充：{issue}", body=words,
            url=finding.patrol.get_absolute_url(), key=f"issue:{issue.pk}:late:{finding.pk}:{at.timestamp()}:{user_id}", at=at,
        )  # fmt: skip


def _words(finding: Finding) -> str:
    """What was ticked, what was written about it, and what it is about; 其他 says nothing that the words do not say."""
    item, text, thing = finding.item, finding.text, finding.thing
    about = f"（{thing_words(thing)}）" if thing and str(thing) not in text else ""
    if not text:
        return item.name + about
    return (text if item.group == CheckGroup.OTHER or item.name in text else f"{item.name}：{text}") + about


def _enter(
    issue: Issue,
    post: Post | None,
    photos: Sequence[Upload],
    at: datetime,
    *,
    supplement: bool = False,
    words: str = "",
    quiet: bool = False,
) -> Issue:
    try:
        with transaction.atomic():
            known = Issue.objects.filter(client_id=issue.client_id).first()
            if known:
                return _told_again(known, issue, photos, at, supplement)
            # Of the day of finding, not of today: a report may be days late, and the chief may have changed.
            issue.chief = chief_on(issue.reach, timezone.localdate(issue.found_at))
            issue.number = next_number(issue.region_id, timezone.localdate(at))
            if post and issue.answer_on:
                raise_(issue, post, words=words, photos=photos, at=at)
            else:
                step = Step("report", post, words=words, at=at, attach=attach("report", photos), quiet=quiet)
                engine.begin(TABLE, issue, step)
    except IntegrityError:
        # Two of the same at once: the unique client number let one in, and this is the other.
        known = Issue.objects.filter(client_id=issue.client_id).first()
        if known is None:
            raise
        return _told_again(known, issue, photos, at, supplement)
    return issue


def _told_again(known: Issue, told: Issue, photos: Sequence[Upload], at: datetime, supplement: bool) -> Issue:
    """The issue that is already there, when what came adds nothing to it, or when that is to be added."""
    if known.reporter_id != told.reporter_id:
        raise Conflicting("这份上报的编号已用于另一件问题，原记录未改动。请作为新问题上报。")
    news = news_of(known, told, photos)
    if news and not supplement:
        raise ToldOtherwise(known)
    if news and told.reporter:
        # The number of the step comes from its words, so that sent twice it is one step.
        once = uuid.uuid5(known.client_id, news.words + "".join(photo.sha256 for photo in news.photos))
        steps.supplement(known, told.reporter, words=news.words or "补充照片", photos=news.photos, once=once, at=at)
    return known


# How long the same words are taken for the same call: somebody was called away, or two people took it down.
TWIN_MINUTES = 30


def twin_of(
    *, by: Post, text: str, river: River, region: Region, client_id: uuid.UUID | None, at: datetime | None = None
) -> Issue | None:
    """An issue of the last minutes with the very same words on the same river (``reported_at``): to be asked about.

    A notice and no lock: two that are sent in the same second do not see one another, and both are taken.
    """
    at = at or timezone.now()
    since = at - timedelta(minutes=TWIN_MINUTES)
    days = {timezone.localdate(since), timezone.localdate(at)}
    # By the beginning of the number, which holds the day of entry and which an index serves.
    today = Q(*[Q(number__startswith=_prefix(region.pk, day)) for day in sorted(days)], _connector=Q.OR)
    rows = Issue.objects.visible_to(by).filter(today, text=text.strip(), river=river).exclude(client_id=client_id)
    reported = rows.filter(transitions__verb="report", transitions__at__gte=since)
    return reported.annotate(reported_at=F("transitions__at")).order_by("-id").first()


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


def level_of(post: Post | None, region: Region) -> str:
    """An office lists at its own level; what anybody else reports the county lists, or the city where no county can."""
    if region.tier == Tier.CITY:
        return ListLevel.CITY
    own: Any = post.region.tier if post and post.role in OFFICE_ROLES else ""
    return own if own in ListLevel.values else ListLevel.COUNTY


def _prefix(region_code: str, day: date) -> str:
    return f"M{region_code[4:6]}{day:%y%m%d}"


def next_number(region_code: str, day: date) -> str:
    """The next free one: M + county digits + yymmdd + serial, e.g. M02261121003 (the pattern of the Xining system)."""
    prefix = _prefix(region_code, day)
    # Locked until the transaction ends: no two get the same, none is lost.
    series = engine.lock(NumberSeries.objects.get_or_create(prefix=prefix)[0])
    series.last += 1
    series.save(update_fields=["last"])
    return f"{prefix}{series.last:03d}"
