"""Taking a patrol in: once, whole, and never twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.audit import services as audit
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.kernel.words import clean
from patrols.norms.choices import CheckGroup
from patrols.norms.models import CheckItem, Threshold
from patrols.walks import rules
from patrols.walks.choices import Counting, FindingState, PatrolKind
from patrols.walks.models import Finding, FindingPhoto, Patrol
from patrols.walks.rules import Position
from patrols.walks.services.refusals import PatrolConflict, PatrolRefused
from patrols.walks.signals import finding_recorded

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from hezhang.core.files.models import Upload
    from rivers.registry.models import Reach

MAX_FINDINGS, MAX_PHOTOS = 30, 9


@dataclass(slots=True)
class FindingIn:
    """One thing seen: positions in WGS-84 degrees, accuracy in metres, photos already stored."""

    item: CheckItem
    state: str = FindingState.OPEN
    text: str = ""
    measure: str = ""
    lat: float | None = None
    lng: float | None = None
    accuracy_m: float | None = None
    photos: Sequence[Upload] = ()


@dataclass(frozen=True, slots=True)
class Submitted:
    """The receipt: the stored patrol, and whether this call stored it."""

    patrol: Patrol
    is_new: bool


@dataclass(slots=True)
class _Walk:
    """What was handed in, checked and hashed before anything is written."""

    reach: Reach
    started_at: datetime
    ended_at: datetime
    findings: list[FindingIn]
    kind: str = PatrolKind.ROUTINE
    note: str = ""
    start: Position | None = None
    end: Position | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.note = clean(self.note)
        for one in self.findings:
            one.text, one.measure = clean(one.text), clean(one.measure)

    @property
    def positions(self) -> list[Position]:
        found = [Position(f.lat, f.lng, f.accuracy_m) for f in self.findings if f.lat is not None and f.lng is not None]
        return [place for place in (self.start, self.end) if place] + found

    @property
    def accuracy_m(self) -> float | None:
        """The poorer of the two ends, in metres."""
        known = [place.accuracy_m for place in (self.start, self.end) if place and place.accuracy_m is not None]
        return max(known, default=None)

    def digest(self) -> str:
        """The same content gives the same digest, whoever sends it again and whenever; photos count by their bytes."""
        told = [
            self.reach.pk, self.started_at.timestamp(), self.ended_at.timestamp(), self.kind, self.note,
            self.start, self.end,
            [
                [f.item.pk, f.state, f.text, f.measure, f.lat, f.lng, [photo.sha256 for photo in f.photos]]
                for f in self.findings
            ],
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def submit_patrol(
    post: Post,
    *,
    client_id: UUID,
    reach: Reach,
    started_at: datetime,
    ended_at: datetime,
    findings: Sequence[FindingIn] = (),
    kind: str = PatrolKind.ROUTINE,
    note: str = "",
    start: Position | tuple[float, ...] | None = None,
    end: Position | tuple[float, ...] | None = None,
    at: datetime | None = None,
) -> Submitted:
    """Store a patrol walked by ``post``; the same ``client_id`` with the same content is the same row for ever.

    Raises PatrolRefused (400: reach out of reach, times, positions, findings not sound) and PatrolConflict
    (409: that id has brought other content). Thresholds only decide whether it counts, never whether it is taken.
    """
    walk = _Walk(reach, started_at, ended_at, list(findings), kind, note, _place(start), _place(end))
    return _take(post, walk, client_id, rules.may_patrol(post, reach), at or timezone.now())


def backfill_patrol(
    by: Post,
    *,
    post: Post,
    client_id: UUID,
    reach: Reach,
    started_at: datetime,
    ended_at: datetime,
    findings: Sequence[FindingIn] = (),
    kind: str = PatrolKind.ROUTINE,
    note: str = "",
    at: datetime | None = None,
) -> Submitted:
    """补录: the office enters a patrol for a chief or patroller; raises the same errors as ``submit_patrol``."""
    walk = _Walk(reach, started_at, ended_at, list(findings), kind, note)
    walk.more = {"is_backfilled": True, "entered_by": by}
    local_start = timezone.localtime(started_at)
    allowed = rules.may_backfill(by, post, local_start)
    return _take(post, walk, client_id, allowed and rules.may_patrol(post, reach), at or timezone.now())


def _place(place: Position | tuple[float, ...] | None) -> Position | None:
    return None if place is None else Position(*place)


def _take(post: Post, walk: _Walk, client_id: UUID, allowed: Verdict, now: datetime) -> Submitted:
    """The row there is, or a new one. The unique client id is the guard: two requests may arrive at the same moment."""
    digest = walk.digest()
    known = _known(client_id)
    if known is None:
        _check(walk, allowed, now)
        try:
            with transaction.atomic():
                return Submitted(_write(post, walk, client_id, digest, now), is_new=True)
        except IntegrityError:
            known = _known(client_id)
            if known is None:
                raise
    if known.user_id != post.user_id:
        raise PatrolRefused("这条记录无法提交，请返回后重新开始巡河。")
    if known.content_hash != digest:
        raise PatrolConflict
    return Submitted(known, is_new=False)


def _known(client_id: UUID) -> Patrol | None:
    """The row there is. Nearly always there is none, and asking only that is far cheaper than asking for all columns."""
    rows = Patrol.objects.filter(client_id=client_id)
    return rows.first() if rows.exists() else None


def _check(walk: _Walk, allowed: Verdict, now: datetime) -> None:
    """Raise PatrolRefused with the first reason found."""
    verdicts = [allowed, rules.times_are_sound(walk.started_at, walk.ended_at, now)]
    verdicts += [rules.position_is_sound(place) for place in walk.positions]
    for verdict in verdicts:
        if not verdict:
            raise PatrolRefused(verdict.reason)
    if len(walk.findings) > MAX_FINDINGS or any(len(f.photos) > MAX_PHOTOS for f in walk.findings):
        raise PatrolRefused(f"一次巡河最多记 {MAX_FINDINGS} 处发现，每处最多 {MAX_PHOTOS} 张照片。")
    if any(f.item.group == CheckGroup.OTHER and not f.text for f in walk.findings):
        raise PatrolRefused("选择“其他”时请写明情况。")


def _write(post: Post, walk: _Walk, client_id: UUID, digest: str, now: datetime) -> Patrol:
    """Insert the patrol, its findings and its journal row; one transaction around it."""
    patrol = Patrol(
        client_id=client_id,
        content_hash=digest,
        post=post,
        user=post.user,
        reach=walk.reach,
        river_id=walk.reach.river_id,
        region_id=walk.reach.region_id,
        tier=post.tier,
        kind=walk.kind,
        started_at=walk.started_at,
        ended_at=walk.ended_at,
        submitted_at=now,
        accuracy_m=walk.accuracy_m,
        note=walk.note,
        finding_count=len(walk.findings),
        **walk.more,
    )
    patrol.start_lat, patrol.start_lng, _ = walk.start or (None, None, None)
    patrol.end_lat, patrol.end_lng, _ = walk.end or (None, None, None)
    _judge(patrol)
    patrol.save(force_insert=True)
    action, by = ("patrol.backfill", patrol.entered_by) if patrol.is_backfilled else ("patrol.submit", post)
    told = {"started_at": patrol.started_at, "minutes": patrol.minutes, "findings": patrol.finding_count}
    audit.record(action, patrol, post=by, after=told, at=now)
    if walk.findings:
        _write_findings(patrol, walk.findings, now)
    return patrol


def _judge(patrol: Patrol) -> None:
    """Write down whether the walk counts, and why not."""
    switched_on = Threshold.objects.filter(tier=patrol.tier, is_on=True)
    threshold = switched_on.first() if switched_on.exists() else None  # off nearly everywhere
    verdict = rules.counting(patrol.kind, patrol.minutes, threshold)
    patrol.counting = Counting.COUNTS if verdict else Counting.NOT
    patrol.counting_why = verdict.reason[:200]


def _write_findings(patrol: Patrol, found: list[FindingIn], now: datetime) -> None:
    """Findings, their photos, and the word to whoever raises issues from the open ones."""
    rows = Finding.objects.bulk_create(
        Finding(
            patrol=patrol,
            number=number,
            item=one.item,
            state=one.state,
            text=one.text,
            measure=one.measure,
            lat=one.lat,
            lng=one.lng,
            accuracy_m=one.accuracy_m,
        )
        for number, one in enumerate(found, start=1)
    )
    pairs = [(row, photo) for row, one in zip(rows, found, strict=True) for photo in one.photos]
    FindingPhoto.objects.bulk_create(FindingPhoto(finding=row, upload=photo) for row, photo in pairs)
    for row in rows:
        if row.state == FindingState.OPEN:
            finding_recorded.send(sender=Finding, finding=row, at=now)
