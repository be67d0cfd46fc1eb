"""Looking at the walks that came last, beside the taking of them: nothing here can cost a walk. Twice is once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from hezhang.core.files.looks import is_same, may_be_same
from hezhang.core.kernel.choices import CODE_DIGITS, Tier
from patrols.oddities import rules
from patrols.oddities.choices import OddityKind
from patrols.oddities.models import Oddity, OddityRule
from patrols.oddities.rules import Stand
from patrols.walks.models import Finding, FindingPhoto, Patrol
from patrols.walks.rules import Position
from rivers.lines.models import ReachLine

MOST = 2000  # walks at a time
AROUND = timedelta(days=1)  # walks of one person further apart in time say nothing of one another
MOST_TWINS = 200  # photos that share a band; of a common look more are not worth reading
COUNTY = CODE_DIGITS[Tier.COUNTY]


def look(since: timedelta, at: datetime | None = None) -> int:
    """Look at the walks handed in since then; gives how many oddities are new. What the office types is not asked about."""
    at = at or timezone.now()
    newest = Patrol.objects.order_by("-pk").select_related("reach")[:MOST]  # by key: the index ends there
    came = [walk for walk in newest if walk.submitted_at >= at - since and not walk.is_backfilled]
    known = set(Oddity.objects.filter(patrol__in=came).values_list("patrol_id", "kind", "other_id"))
    found = [one for one in _all(came, at) if (one.patrol_id, one.kind, one.other_id) not in known]
    return len(Oddity.objects.bulk_create(found, ignore_conflicts=True))


def _all(came: Sequence[Patrol], at: datetime) -> Iterator[Oddity]:
    placed = OddityRule.objects.by_place()
    places, photos, lines, beside = _places(came), _photos(came), _lines(came), _beside(came)
    for walk in came:
        rule = next(iter(placed.of(walk.region_id)), None)
        if rule is None:
            continue
        yield from _clock(walk, rule, at)
        yield from _off(walk, rule, lines.get(walk.reach_id), places[walk.pk], at)
        yield from _with_others(walk, rule, beside[walk.user_id], at)
        if rule.same_photo:
            yield from _twins(walk, photos[walk.pk], at)


# ── What the walks have, in one query each ──
def _places(came: Sequence[Patrol]) -> dict[int, list[Position]]:
    """Where phones say they were: at both ends, and at findings (of what was put on the map, what had been measured)."""
    found: dict[int, list[Position]] = defaultdict(list)
    for walk in came:
        found[walk.pk] += [stand.place for stand in stands(walk)]
    for one in Finding.objects.filter(patrol__in=came).order_by("pk"):
        lat, lng, error = (
            (one.phone_lat, one.phone_lng, one.phone_accuracy_m)
            if one.is_placed
            else (one.lat, one.lng, one.accuracy_m)
        )
        if lat is not None and lng is not None:
            found[one.patrol_id].append(Position(lat, lng, error))
    return found


def stands(walk: Patrol) -> list[Stand]:
    """The two ends, as far as they were recorded."""
    ends = [(walk.started_at, walk.start_lat, walk.start_lng), (walk.ended_at, walk.end_lat, walk.end_lng)]
    return [
        Stand(at, Position(lat, lng, walk.accuracy_m)) for at, lat, lng in ends if lat is not None and lng is not None
    ]


def _photos(came: Sequence[Patrol]) -> dict[int, list[FindingPhoto]]:
    found: dict[int, list[FindingPhoto]] = defaultdict(list)
    rows = FindingPhoto.objects.filter(finding__patrol__in=came).select_related("upload", "finding").order_by("pk")
    for photo in rows:
        found[photo.finding.patrol_id].append(photo)
    return found


def _lines(came: Sequence[Patrol]) -> dict[int, ReachLine]:
    return {line.reach_id: line for line in ReachLine.objects.filter(reach__in={walk.reach_id for walk in came})}


def _beside(came: Sequence[Patrol]) -> dict[int, list[Patrol]]:
    """By person, the walks about that time."""
    found: dict[int, list[Patrol]] = defaultdict(list)
    if not came:
        return found
    first, last = min(walk.started_at for walk in came), max(walk.ended_at for walk in came)
    rows = Patrol.objects.filter(user__in={walk.user_id for walk in came}, is_backfilled=False)
    for walk in rows.filter(started_at__gte=first - AROUND, started_at__lte=last + AROUND).order_by("pk"):
        found[walk.user_id].append(walk)
    return found


# ── What is odd ──
def _clock(walk: Patrol, rule: OddityRule, at: datetime) -> Iterator[Oddity]:
    minutes = abs(walk.clock_off_s) / 60
    if rule.clock_min and minutes >= rule.clock_min:
        yield Oddity(patrol=walk, kind=OddityKind.CLOCK, figures={"off_s": walk.clock_off_s}, found_at=at)


def _off(
    walk: Patrol, rule: OddityRule, line: ReachLine | None, places: Sequence[Position], at: datetime
) -> Iterator[Oddity]:
    if not (rule.off_m and line and places):
        return
    metres = rules.off_line(line.positions(), places)
    if metres > rule.off_m:
        yield Oddity(patrol=walk, kind=OddityKind.OFF, figures={"metres": round(metres)}, found_at=at)


def _with_others(walk: Patrol, rule: OddityRule, beside: Sequence[Patrol], at: datetime) -> Iterator[Oddity]:
    """With the walks that came before it: of two the later one is asked about. And within itself."""
    mine = stands(walk)
    if rule.most_kmh:
        yield from _leap(walk, None, rules.apart(mine[:1], mine[1:], rule.most_kmh), at)
    for other in beside:
        if other.pk >= walk.pk or abs(other.started_at - walk.started_at) > AROUND:
            continue
        if rule.most_kmh:
            yield from _leap(walk, other, rules.apart(mine, stands(other), rule.most_kmh), at)
        minutes = rules.in_common((walk.started_at, walk.ended_at), (other.started_at, other.ended_at))
        if rule.overlap_min and minutes >= rule.overlap_min:
            figures = {"minutes": round(minutes)}
            yield Oddity(patrol=walk, kind=OddityKind.OVERLAP, other=other, figures=figures, found_at=at)


def _leap(walk: Patrol, other: Patrol | None, leap: rules.Leap | None, at: datetime) -> Iterator[Oddity]:
    if leap is None:
        return
    figures: dict[str, Any] = {
        "first": leap.first.at.isoformat(), "second": leap.second.at.isoformat(), "km": round(leap.km, 1), "kmh": round(leap.kmh),
    }  # fmt: skip
    yield Oddity(patrol=walk, kind=OddityKind.TELEPORT, other=other, figures=figures, found_at=at)


def _twins(walk: Patrol, photos: Sequence[FindingPhoto], at: datetime) -> Iterator[Oddity]:
    """With photos of earlier walks of the same county, by the likeness of decision 0063; one for each other walk."""
    asked = Q()
    for photo in photos:
        asked |= may_be_same(photo.upload, "upload__")
    if not asked:
        return
    rows = FindingPhoto.objects.filter(
        asked, finding__patrol__lt=walk.pk, finding__patrol__region__code__startswith=walk.region_id[:COUNTY]
    )
    told = set()
    for twin in rows.select_related("upload", "finding").order_by("-pk")[:MOST_TWINS]:
        mine = next((photo for photo in photos if is_same(photo.upload, twin.upload)), None)
        other = twin.finding.patrol_id
        if mine and other not in told:
            told.add(other)
            yield Oddity(patrol=walk, kind=OddityKind.PHOTO, other_id=other, photo=mine, twin=twin, found_at=at)
