"""A finding's place put right on the map: what the phone measured is kept beside it, shown, and alone believed of the phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from patrols.norms.models import CheckItem
from patrols.walks.choices import Counting
from patrols.walks.models import Finding, Patrol
from patrols.walks.rules import Position

JSON = {"HTTP_ACCEPT": "application/json"}
HERE, THERE = Position(30.2, 120.2, 60.0), (30.2004, 120.2)


@pytest.fixture
def send(cast, enter):
    """A walk with one finding at a place, as the phone's page sends it, with these changes."""
    number = str(uuid4())

    def _send(**changes):
        moment = [(timezone.localtime() - timedelta(minutes=ago)).strftime("%Y-%m-%dT%H:%M:%S") for ago in (21, 1)]
        item = CheckItem.objects.get(name="生活垃圾")
        told = {
            "client_id": number, "reach": cast.village_reach.pk, "kind": "routine", "findings": 1,
            "started_at": moment[0], "ended_at": moment[1], "f0-item": item.pk, "f0-state": "settled", "f0-text": "岸边",
            "f0-lat": THERE[0], "f0-lng": THERE[1], "f0-accuracy": "", "f0-photo_count": 0,
        }  # fmt: skip
        return enter(cast.village_chief).post("/patrols/submit/", told | changes, **JSON)

    return _send


BY_HAND = {"f0-placed": "1", "f0-phone_lat": 30.2, "f0-phone_lng": 120.2, "f0-phone_accuracy": 60}


def test_what_the_phone_measured_stays_beside_what_was_set(send):
    assert send(**BY_HAND).status_code == 200
    found = Finding.objects.get()
    assert (found.lat, found.lng, found.accuracy_m, found.is_placed) == (*THERE, None, True)
    assert (found.phone_lat, found.phone_lng, found.phone_accuracy_m) == HERE


def test_the_page_of_the_walk_shows_both_and_how_far_they_lie_apart(send, cast, enter):
    send(**BY_HAND)
    page = enter(cast.clerk).get(Finding.objects.get().patrol.get_absolute_url()).text
    assert "在地图上调整；手机定位 北纬 30.200000°，东经 120.200000°（±60 米），相距约 44 米" in page


def test_without_a_measured_place_it_is_said_so(send, cast, enter):
    assert send(**{"f0-placed": "1"}).status_code == 200
    found = Finding.objects.get()
    assert found.is_placed and found.phone_lat is None
    assert "在地图上标出，没有手机定位" in enter(cast.clerk).get(found.patrol.get_absolute_url()).text


def test_a_measured_place_is_as_before(send, cast, enter):
    send(**{"f0-accuracy": 12, "f0-phone_lat": 1, "f0-phone_lng": 1})
    found = Finding.objects.get()
    assert (found.accuracy_m, found.is_placed, found.phone_lat) == (12, False, None)
    assert "在地图上" not in enter(cast.clerk).get(found.patrol.get_absolute_url()).text


def test_put_by_hand_without_a_place_is_no_place(send):
    assert send(**{"f0-placed": "1", "f0-lat": "", "f0-lng": ""}).status_code == 200
    assert (Finding.objects.get().is_placed, Finding.objects.get().lat) == (False, None)


@pytest.mark.parametrize("wrong", [{"f0-phone_lat": 95}, {"f0-phone_lng": "nan"}, {"f0-phone_accuracy": -1}])
def test_a_measured_place_off_the_globe_is_refused(send, wrong):
    assert send(**BY_HAND | wrong).status_code == 422
    assert not Patrol.objects.exists()


def test_far_by_hand_is_no_doubt_of_the_walk_far_by_phone_is(walk, seen):
    far = {"lat": 35.0, "lng": 120.2}
    by_hand = walk(start=HERE, findings=[seen(state="settled", **far, is_placed=True, phone=HERE)]).patrol
    assert by_hand.counting == Counting.COUNTS
    by_phone = walk(start=HERE, findings=[seen(state="settled", **far)]).patrol
    assert by_phone.counting == Counting.REVIEW and "定位相距" in by_phone.counting_why


def test_sent_again_it_is_the_same_and_put_right_later_it_is_a_supplement(send):
    first = send(**{"f0-lat": HERE.lat, "f0-lng": HERE.lng, "f0-accuracy": 60})
    send(**{"f0-lat": HERE.lat, "f0-lng": HERE.lng, "f0-accuracy": 60})
    patrol = Patrol.objects.get()
    assert first.status_code == 200 and not patrol.supplements.exists()
    send(**BY_HAND)
    send(**BY_HAND)
    added = patrol.supplements.get().facts
    assert added["1.place"] == list(THERE) and added["1.phone"] == [30.2, 120.2]
    assert Finding.objects.get().is_placed is False  # the record stays as it was


def test_the_database_keeps_by_hand_and_measured_apart(send):
    send(**BY_HAND)
    for wrong in ({"is_placed": False}, {"accuracy_m": 5.0}, {"lat": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.update(**wrong)
