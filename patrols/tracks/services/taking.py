"""Points come in: parcel by parcel from a phone, before or after their patrol, or as a GPX file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from hezhang.core.audit import services as audit
from hezhang.core.geo.datums import Datum
from hezhang.core.geo.files import GeoFileError
from hezhang.core.geo.files.moving import read_track
from hezhang.core.kernel.refusal import NotAllowed, Refusal, demand
from patrols.tracks import rules
from patrols.tracks.choices import Source
from patrols.tracks.models import Track, TrackChunk
from patrols.tracks.rules import Fix
from patrols.tracks.rules.admitting import CHUNKS_A_DAY, MOST_CHUNKS, MOST_OF_CHUNK
from patrols.tracks.services.measuring import rule_at, settle
from patrols.tracks.services.packing import packed
from patrols.walks.models import Patrol

if TYPE_CHECKING:
    from hezhang.core.accounts.models import Post


def take_chunk(
    *, by: Post, client_id: UUID, number: int, fixes: Sequence[Fix], at: datetime | None = None
) -> tuple[TrackChunk, Track | None]:
    """Store one parcel of the walk under ``client_id``, once; (the parcel, the track as far as it is measured).

    Raises Refusal: the district takes no tracks; too much; 409 where other points came under this number before.
    """
    at = at or timezone.now()
    demand(rules.takes_tracks(rule_at(by.region_id)))
    if not 0 <= number < MOST_CHUNKS or not 0 < len(fixes) <= MOST_OF_CHUNK:
        raise Refusal(f"一份轨迹应有 1 至 {MOST_OF_CHUNK:,} 个点，一次巡河最多 {MOST_CHUNKS} 份。")
    chunk = _store(TrackChunk(user=by.user, client_id=client_id, number=number), fixes, at)
    patrol = Patrol.objects.filter(client_id=client_id, user_id=by.user_id).first()
    return chunk, settle(patrol, at) if patrol else None


def attach_track(
    patrol: Patrol, data: bytes, *, by: Post, datum: Datum = Datum.WGS84, at: datetime | None = None
) -> Track:
    """导入轨迹: a file in ``datum`` for a patrol that has none; stored in WGS-84.

    Raises NotAllowed, and Refusal for a file that is none of this walk.
    """
    at = at or timezone.now()
    track = Track.objects.filter(patrol=patrol).first()
    demand(rules.may_attach(by, patrol, track, rule_at(patrol.region_id)), NotAllowed)
    try:
        fixes = [Fix(one.at, one.lat, one.lng, one.accuracy_m) for one in read_track(data, datum)]
    except GeoFileError as error:
        raise Refusal(fields={"file": str(error)}) from error
    inside, _ = rules.of_the_walk(fixes, patrol.started_at, patrol.ended_at)
    if not rules.measure(inside).kept:
        raise Refusal(fields={"file": "文件里的点都不在这次巡河的时间内，或没有有效的位置。请核对是否选错了文件。"})
    with transaction.atomic():
        # The file has the true time; what was taken off the patrol's for a wrong phone is put on for the way back.
        told = [fix if fix.at is None else fix._replace(at=fix.at + patrol.clock_off_s) for fix in fixes]
        row = TrackChunk(user_id=patrol.user_id, client_id=patrol.client_id, number=0, source=Source.GPX)
        _store(row, told, at)
        measured = settle(patrol, at)
        after = {
            "source": Source.GPX,
            "datum": datum,
            "points": len(fixes),
            "metres": measured.metres if measured else 0,
        }
        audit.record("patrol.track", patrol, post=by, after=after, at=at)
    if measured is None:
        raise Refusal("轨迹没有存下，请再试一次。")
    return measured


def _store(row: TrackChunk, fixes: Sequence[Fix], at: datetime) -> TrackChunk:
    """The unique number is the guard: sent again, the parcel is the one there is."""
    row.points, row.amount, row.received_at = packed(fixes), len(fixes), at
    row.digest = sha256(row.points).hexdigest()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = TrackChunk.objects.get(user_id=row.user_id, client_id=row.client_id, number=row.number)
        if known.digest != row.digest:
            raise Refusal("这一份轨迹已经收到过，内容与这次不同，已收到的没有改动。", status=409) from None
        return known
    if TrackChunk.objects.filter(user_id=row.user_id, received_at__gt=at - timedelta(days=1)).count() > CHUNKS_A_DAY:
        row.delete()
        raise Refusal("今天收到的轨迹已经太多，请明天再传。轨迹还在手机上。", status=429)
    return row
