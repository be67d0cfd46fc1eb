"""Points from the phone: each parcel once, in any order, before or after the walk; only those of the walk count."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import Refusal
from patrols.tracks.models import Track, TrackChunk
from patrols.tracks.services import erase, settle, settle_all, take_chunk
from patrols.walks.models import Patrol
from tests.patrols.tracks import made

pytestmark = pytest.mark.django_db


def send(cast, number, *parcels, by=None):
    return [
        take_chunk(by=by or cast.village_chief, client_id=number, number=place, fixes=fixes)
        for place, fixes in enumerate(parcels)
    ]


def figures(track):
    return track.metres, track.share, track.points, track.kept, track.gaps, track.drawn


def test_before_or_after_the_walk_and_in_any_order(cast, walk, told, takes, lined):
    fixes, results = told(), []
    for turn in range(3):
        number = uuid4()
        parts = [fixes[:50], fixes[50:120], fixes[120:]]
        order = [0, 1, 2] if turn == 0 else [2, 0, 1]
        if turn != 1:
            walk(client_id=number)
        for place in order:
            take_chunk(by=cast.village_chief, client_id=number, number=place, fixes=parts[place])
        if turn == 1:
            assert not Track.objects.filter(patrol__client_id=number)
            walk(client_id=number)
        results.append(Track.objects.get(patrol__client_id=number))
    assert figures(results[0]) == figures(results[1]) == figures(results[2])
    assert results[0].metres == pytest.approx(1000, rel=0.05)
    assert results[0].share == pytest.approx(0.5, abs=0.03)
    assert results[0].chunks == 3


def test_a_parcel_is_stored_once_and_other_points_are_refused(cast, walk, told, takes, number):
    fixes = told()
    walk(client_id=number)
    for _ in range(2):
        send(cast, number, fixes)
    assert TrackChunk.objects.count() == 1
    before = figures(Track.objects.get())
    with pytest.raises(Refusal, match="内容与这次不同") as refused:
        send(cast, number, fixes[:-1])
    assert refused.value.status == 409
    assert figures(Track.objects.get()) == before


def test_what_is_nonsense_is_kept_and_not_counted(cast, walk, told, takes, number):
    fixes = told()
    odd = [fix._replace(lat=float("nan")) for fix in fixes[:5]] + [fix._replace(lng=1e9) for fix in fixes[5:9]]
    mixed = [*fixes, *fixes, *odd]
    random.Random(3).shuffle(mixed)
    walk(client_id=number)
    [(_, track)] = send(cast, number, mixed)
    assert track.metres == pytest.approx(1000, rel=0.05)
    assert track.reasons["broken"] > 0


def test_points_of_another_time_are_not_of_this_walk(cast, walk, told, takes, number):
    walk(client_id=number)
    [(_, track)] = send(cast, number, [*told(), *told(ago=timedelta(hours=5))])
    assert track.metres == pytest.approx(1000, rel=0.05)
    assert track.reasons["outside"] == len(told())


def test_a_wrong_clock_shifts_points_with_the_walk(cast, walk, told, takes, number):
    ahead = timedelta(days=900)
    now = timezone.now() + ahead
    patrol = walk(client_id=number, started_at=now - timedelta(minutes=21), ended_at=now).patrol
    assert patrol.clock_off_s
    [(_, track)] = send(cast, number, told(ago=timedelta(minutes=20) - ahead))
    assert track.metres == pytest.approx(1000, rel=0.05)


def test_another_person_cannot_add_to_a_walk(cast, walk, told, takes, number):
    patrol = walk(client_id=number).patrol
    send(cast, number, told(), by=cast.patroller)
    assert not Track.objects.filter(patrol=patrol)


def test_a_district_without_tracks_takes_none(cast, told, number):
    with pytest.raises(Refusal, match="没有开启轨迹记录"):
        send(cast, number, told())


def test_limits(cast, told, takes, number, monkeypatch):
    with pytest.raises(Refusal, match="最多 100 份"):
        take_chunk(by=cast.village_chief, client_id=number, number=100, fixes=told())
    monkeypatch.setattr("patrols.tracks.services.taking.CHUNKS_A_DAY", 2)
    with pytest.raises(Refusal, match="明天再传") as refused:
        send(cast, number, *[told()] * 3)
    assert refused.value.status == 429
    assert TrackChunk.objects.count() == 2


def test_what_two_requests_left_is_measured_by_the_clock(cast, walk, told, takes, number):
    send(cast, number, told())
    patrol = walk(client_id=number).patrol
    Track.objects.all().delete()
    assert settle_all() == 1
    assert Track.objects.get(patrol=patrol).chunks == 1
    assert settle_all() == 0


def test_points_go_after_their_time_and_figures_stay(cast, walk, told, takes, number):
    patrol = walk(client_id=number).patrol
    send(cast, number, told())
    send(cast, uuid4(), told())  # its walk never comes
    later = timezone.now() + timedelta(days=takes.kept_days + 1)
    assert erase(timezone.now()) == 0
    assert erase(later) == 1
    track = Track.objects.get(patrol=patrol)
    assert (track.drawn, track.erased_at, track.metres > 900) == ({}, later, True)
    assert not TrackChunk.objects.exists()
    assert settle(Patrol.objects.get(pk=patrol.pk)) == track
    assert Entry.objects.get(action="tracks.erase").after == {"990102": 1, "chunks": 1}


def test_3000_points_in_two_parcels(cast, walk, takes, number):
    fixes = made.walked(made.straight(3900), made.Phone(jitter=3)).fixes
    start = round((timezone.now() - timedelta(minutes=51)).timestamp())
    fixes = [fix._replace(at=fix.at - made.NOON + start) for fix in fixes]
    walk(client_id=number, started_at=timezone.now() - timedelta(minutes=51))
    *_, (_, track) = send(cast, number, fixes[:1500], fixes[1500:])
    assert track.metres == pytest.approx(3900, rel=0.05)
