"""Taking a patrol in: once, whole, and never twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.audit import services as audit
from hezhang.core.kernel.refusal import Refusal
from hezhang.core.kernel.verdict import Verdict
from hezhang.core.kernel.words import shortened
from hezhang.core.parcels import services as parcels
from hezhang.core.parcels.services import Done
from patrols.walks import rules
from patrols.walks.choices import Counting, PatrolKind
from patrols.walks.models import Patrol, Supplement
from patrols.walks.rules import Position
from patrols.walks.services.findings import write_findings
from patrols.walks.services.judging import judge
from patrols.walks.services.refusals import PatrolConflict
from patrols.walks.services.supplementing import supplement_patrol
from patrols.walks.services.telling import FindingIn, Walk
from patrols.walks.signals import patrol_taken

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post
    from rivers.registry.models import Reach


@dataclass(frozen=True, slots=True)
class Submitted:
    """The receipt: the stored patrol, whether this call stored it, and what this call added to it."""

    patrol: Patrol
    is_new: bool
    supplement: Supplement | None = None


def submit_patrol(
    *,
    by: Post,
    client_id: UUID,
    reach: Reach,
    started_at: datetime,
    ended_at: datetime | None = None,
    findings: Sequence[FindingIn] = (),
    kind: str = PatrolKind.ROUTINE,
    note: str = "",
    start: Position | tuple[float, ...] | None = None,
    end: Position | tuple[float, ...] | None = None,
    is_long: bool = False,
    at: datetime | None = None,
) -> Submitted:
    """Store a patrol walked by ``post``, ended now unless told when; the same ``client_id`` is the same row for ever.

    Sent again with more in it (words, findings, photos, a position), the row stays as it is and gets a supplement.
    Raises Refusal (reach out of reach, times, positions, findings not sound), PatrolUnlikely (longer than a day, and not
    said to be so by ``is_long``) and PatrolConflict (409: that id belongs to another walk).
    Thresholds only decide whether it counts, never whether it is taken.
    """
    walk = Walk(reach, started_at, ended_at, list(findings), kind, note, _place(start), _place(end), is_long)
    return _take(by, walk, client_id, rules.may_patrol(by, reach), at or timezone.now())


def backfill_patrol(
    *,
    by: Post | None,
    post: Post,
    client_id: UUID,
    reach: Reach,
    started_at: datetime,
    ended_at: datetime,
    findings: Sequence[FindingIn] = (),
    kind: str = PatrolKind.ROUTINE,
    note: str = "",
    start: Position | tuple[float, ...] | None = None,
    end: Position | tuple[float, ...] | None = None,
    is_long: bool = False,
    at: datetime | None = None,
) -> Submitted:
    """补录: the office enters a patrol for a chief or patroller; raises the same errors as ``submit_patrol``.

    ``by`` None: an import at set-up. Positions are known where it comes from the file of a phone.
    """
    walk = Walk(reach, started_at, ended_at, list(findings), kind, note, _place(start), _place(end), is_long)
    walk.more = {"is_backfilled": True, "entered_by": by}
    local_start = timezone.localtime(started_at)
    now = at or timezone.now()
    allowed = rules.may_backfill(by, post, local_start) and rules.dates_are_sound(started_at, ended_at, now)
    return _take(post, walk, client_id, allowed and rules.may_patrol(post, reach), now)


def _place(place: Position | tuple[float, ...] | None) -> Position | None:
    return None if place is None else Position(*place)


def _take(post: Post, walk: Walk, client_id: UUID, allowed: Verdict, now: datetime) -> Submitted:
    """A new row, or the one there is. The unique client id is the guard: two requests may arrive at the same moment.

    Nearly always it is new, so nobody looks before writing. What is not sound is not written, and may yet be known.
    """
    digest = walk.digest()
    if "entered_by" not in walk.more:  # what the office types is refused and put right instead
        walk.set_clock(rules.clock_error(walk.ended_at or walk.started_at, now))
    try:
        walk.check(allowed, now)
        with transaction.atomic():
            return Submitted(_write(post, walk, client_id, digest, now), is_new=True)
    except (Refusal, IntegrityError):
        known = Patrol.objects.filter(client_id=client_id).first()
        if known is None:
            raise
    # Says nothing of whose it is: the number may be guessed.
    if known.user_id != post.user_id:
        raise Refusal("这条记录无法提交，请返回后重新开始巡河。")
    more = None if known.content_hash == digest else _add(post, known, walk, allowed, now)
    _receive(known, now)  # announced once more, because the phone never heard that it is here
    return Submitted(known, False, more)


def _receive(patrol: Patrol, now: datetime) -> None:
    """The parcel that was announced under this number is here."""
    parcels.receive(patrol.user_id, patrol.client_id, Done(patrol.get_absolute_url(), str(patrol)), now)


def _add(post: Post, known: Patrol, walk: Walk, allowed: Verdict, now: datetime) -> Supplement | None:
    """What the same walk, told again, adds to the stored one. Another walk under its number is refused."""
    if known.post_id != post.pk:  # the person has another post by now: the walk was the former one's, and stays it
        allowed = rules.may_patrol(known.post, walk.reach)
    walk.set_clock(known.clock_off)
    # An end left open meant the moment of the first telling, not of this one.
    walk.ended_at = walk.ended_at or max(known.ended_at, walk.started_at)
    if not (verdict := rules.is_same_walk(walk.reach.pk, walk.started_at, walk.ended_at, known)):
        raise PatrolConflict(known, verdict.reason)
    return supplement_patrol(known, walk, allowed, by=walk.more.get("entered_by") or post, at=now)


def _write(post: Post, walk: Walk, client_id: UUID, digest: str, now: datetime) -> Patrol:
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
        ended_at=walk.ended_at or now,
        submitted_at=now,
        clock_off_s=round(walk.clock_off.total_seconds()),
        accuracy_m=walk.accuracy_m,
        note=walk.note,
        finding_count=len(walk.findings),
        **walk.more,
    )
    patrol.start_lat, patrol.start_lng, _ = walk.start or (None, None, None)
    patrol.end_lat, patrol.end_lng, _ = walk.end or (None, None, None)
    _judge(patrol, walk.measured)
    patrol.save(force_insert=True)
    action, by = ("patrol.backfill", patrol.entered_by) if patrol.is_backfilled else ("patrol.submit", post)
    told = {"started_at": patrol.started_at, "minutes": patrol.minutes, "findings": patrol.finding_count}
    told |= {"clock_off_s": patrol.clock_off_s} if patrol.clock_off_s else {}
    audit.record(action, patrol, post=by, after=told, at=now)
    if walk.findings:
        write_findings(patrol, walk.findings, at=now)
    if not patrol.is_backfilled:
        _receive(patrol, now)
    patrol_taken.send(sender=Patrol, patrol=patrol, at=now)
    return patrol


def _judge(patrol: Patrol, places: Sequence[Position]) -> None:
    """Write down whether the walk counts, and why not. What cannot be quite as told waits for the office's word."""
    if doubts := _doubts(patrol, places):
        patrol.counting, patrol.counting_why = Counting.REVIEW, shortened("".join(doubts), 200)
        return
    judge(patrol)


def _doubts(patrol: Patrol, places: Sequence[Position]) -> list[str]:
    """Sentences for the office: what is odd about this walk."""
    found = []
    if patrol.clock_off_s:
        found.append(f"手机时间有误（手机上的结束时间：{patrol.phone_time}），已按收到的时间登记，请河长办核对。")
    if not rules.length_is_likely(patrol.started_at, patrol.ended_at):
        found.append("时长超过 24 小时，请河长办核对开始时间。")
    if not (verdict := rules.places_are_likely(places, patrol.ended_at - patrol.started_at)):
        found.append(verdict.reason)
    return found
