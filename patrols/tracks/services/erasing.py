"""Where somebody was is kept as long as the district says, and not longer; the figures stay (个人信息保护法 第十九条)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from hezhang.core.audit.services import record
from patrols.tracks.models import Track, TrackChunk, TrackRule
from patrols.tracks.rules.admitting import WAITS_FOR
from patrols.walks.models import Patrol

MOST_A_NIGHT = 5_000


def erase(at: datetime | None = None) -> int:
    """Delete points after their time, and those whose patrol never came; how many tracks. One line of the journal a night."""
    at = at or timezone.now()
    kept = TrackRule.objects.by_place()
    erased: Counter[str] = Counter()
    for track in _old(at, min((rule.kept_days for rule in kept.every()), default=0)):
        patrol = track.patrol
        rule = next(iter(kept.of(patrol.region_id)), None)
        if rule and patrol.ended_at < at - timedelta(days=rule.kept_days):
            _erase(track, at)
            erased[patrol.region_id[:6]] += 1
    lost = _lost(at)
    if erased or lost:
        label = f"轨迹 {sum(erased.values())} 条、没有巡河记录的轨迹点 {lost} 份"
        record("tracks.erase", label=label, after={**erased, "chunks": lost}, at=at)
    return sum(erased.values())


def _old(at: datetime, days: int) -> list[Track]:
    rows = Track.objects.filter(erased_at=None, patrol__ended_at__lt=at - timedelta(days=days))
    return list(rows.select_related("patrol").order_by("patrol__ended_at", "pk")[:MOST_A_NIGHT])


def _erase(track: Track, at: datetime) -> None:
    with transaction.atomic():
        TrackChunk.objects.of_walk(track.patrol.user_id, track.patrol.client_id).delete()
        track.drawn, track.erased_at = {}, at
        track.save(update_fields=["drawn", "erased_at"])


def _lost(at: datetime) -> int:
    """Parcels whose patrol has not come in all this time."""
    known = Patrol.objects.order_by().values("client_id")
    lost, _ = TrackChunk.objects.filter(received_at__lt=at - WAITS_FOR).exclude(client_id__in=known).delete()
    return lost
