"""A patrol's track from all points that came for it: by the server, each time more of them come."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from hezhang.core.geo import polyline
from hezhang.core.workflow.engine import lock
from patrols.norms.rules.counting import Walked
from patrols.tracks import rules
from patrols.tracks.choices import Why
from patrols.tracks.models import Track, TrackChunk, TrackRule
from patrols.tracks.rules import Fix
from patrols.tracks.services.packing import unpacked
from patrols.walks.models import Patrol
from patrols.walks.services import judge_again
from rivers.lines.models import ReachLine

if TYPE_CHECKING:
    from patrols.tracks.rules import Track as Measured

POOR_SHOWN = 200  # places that are shown and not counted
DRAWN = 5  # digits of a degree: a metre
MANY = 500


def rule_at(code: str) -> TrackRule | None:
    """How the district of a place has it with tracks."""
    return TrackRule.objects.in_force(code).first()


def settle(patrol: Patrol, at: datetime | None = None) -> Track | None:
    """Measure what has come for this patrol; None where nothing has. The points were told by the phone's own clock."""
    at = at or timezone.now()
    with transaction.atomic():
        locked = lock(patrol)
        chunks = list(TrackChunk.objects.of_walk(locked.user_id, locked.client_id))
        known = Track.objects.filter(patrol=locked).first()
        if not chunks or (known and known.erased_at):
            return known
        track = known or Track(patrol=locked)
        fixes = _fixes(locked, chunks)
        _write(track, locked, fixes, at)
        track.source, track.chunks = chunks[0].source, len(chunks)
        track.save()
        judge_again(locked, Walked(track.metres, track.share), at)
    return track


def settle_all(at: datetime | None = None) -> int:
    """Patrols for which more came than was measured: two requests at one moment do not see each other."""
    came = TrackChunk.objects.filter(user_id=OuterRef("user_id"), client_id=OuterRef("client_id")).order_by()
    count = came.values("user_id").annotate(all=Count("pk")).values("all")
    waiting = Patrol.objects.filter(client_id__in=TrackChunk.objects.order_by().values("client_id"))
    waiting = waiting.annotate(came=Subquery(count), measured=Coalesce(F("track__chunks"), 0))
    found = list(waiting.filter(came__gt=F("measured"), track__erased_at=None).order_by("pk")[:MANY])
    for patrol in found:
        settle(patrol, at)
    return len(found)


def fixes_of_patrol(patrol: Patrol) -> list[Fix]:
    """All points that came, in the server's time."""
    return _fixes(patrol, TrackChunk.objects.of_walk(patrol.user_id, patrol.client_id))


def _fixes(patrol: Patrol, chunks: Any) -> list[Fix]:
    off = patrol.clock_off_s
    fixes = [fix for chunk in chunks for fix in unpacked(chunk.points)]
    return [fix._replace(at=fix.at - off) if off and fix.at is not None else fix for fix in fixes]


def _write(track: Track, patrol: Patrol, fixes: list[Fix], at: datetime) -> None:
    inside, outside = rules.of_the_walk(fixes, patrol.started_at, patrol.ended_at)
    measured = rules.measure(inside)
    measured.dropped += outside
    line = ReachLine.objects.filter(reach_id=patrol.reach_id).first()
    rule = rule_at(patrol.region_id)
    near = rule.near_m if rule else rules.WITHIN_M
    track.metres, track.moving_s = round(measured.metres, 1), round(measured.moving_s)
    track.share = rules.share_walked(line.positions(), measured.pieces, near) if line else None
    track.points, track.kept, track.is_timed = measured.points, len(measured.kept), measured.is_timed
    track.gaps, track.jumps = measured.breaks, len(measured.gaps) - measured.breaks
    track.reasons = {why.value: count for why, count in measured.reasons.items()}
    track.drawn, track.measured_at = _drawn(measured), at


def _drawn(measured: Measured) -> dict[str, Any]:
    poor = [(one.fix.lat, one.fix.lng) for one in measured.dropped if one.why == Why.POOR]
    gaps = [[(gap.start.lat, gap.start.lng), (gap.end.lat, gap.end.lng)] for gap in measured.gaps]
    return {
        "pieces": [polyline.encode(piece, DRAWN) for piece in measured.pieces],
        "gaps": [polyline.encode(gap, DRAWN) for gap in gaps],
        "poor": polyline.encode(poor[:: len(poor) // POOR_SHOWN + 1], DRAWN),
    }
