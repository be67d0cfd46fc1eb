"""Walks through the interface: read as the list shows them, handed in by the rules of the phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from issues.ledger.models import Issue
from patrols.norms.models import CheckItem
from patrols.walks.api import Patrols
from patrols.walks.models import Finding, Patrol
from patrols.walks.services import submit_patrol
from tests.api.conftest import program
from tests.rivers.boarding import put_up


@pytest.fixture
def told(cast):
    end = timezone.localtime() - timedelta(hours=1)
    span = {"started_at": (end - timedelta(minutes=20)).isoformat(), "ended_at": end.isoformat()}
    return {"reach": cast.village_reach.code, "note": "水面清洁", "start_lat": 30.1, "start_lng": 120.2} | span


def walked(post, cast):
    end = timezone.now()
    span = {"started_at": end - timedelta(minutes=20), "ended_at": end}
    return submit_patrol(by=post, client_id=uuid4(), reach=cast.village_reach, **span).patrol


def test_a_chief_is_named_and_a_patroller_is_not(read, cast):
    walked(cast.village_chief, cast), walked(cast.patroller, cast)
    rows = read(cast.clerk, "patrols/", "order=started").json()["results"]
    assert [row["walker"] for row in rows] == [cast.village_chief.user.name, None]
    assert cast.patroller.user.name not in str(rows)


def test_the_scope_is_the_posts(read, cast):
    one = walked(cast.village_chief, cast)
    assert read(cast.clerk, f"patrols/{one.pk}/").status_code == 200
    assert not Patrols().scoped(cast.neighbour_clerk).exists()
    assert read(cast.handler, "patrols/").status_code == 403
    assert read(cast.clerk, "patrols/", "found=yes").json()["results"] == []
    assert read(cast.clerk, "patrols/", "fond=yes").status_code == 400


def test_one_walk_has_its_findings(send, read, cast, told):
    item = CheckItem.objects.get(name="生活垃圾").pk
    seen = [{"item": item, "text": "岸边垃圾"}, {"item": item, "state": "settled", "text": "塑料袋", "measure": "已捡"}]
    answer = send(cast.town_chief, "patrols/", told | {"findings": seen})
    assert answer.status_code == 201, answer.content.decode()
    one = read(cast.clerk, f"patrols/{answer.json()['id']}/").json()
    assert [(each["text"], each["state"]) for each in one["findings"]] == [("岸边垃圾", "open"), ("塑料袋", "settled")]
    assert Issue.objects.get().text == "生活垃圾：岸边垃圾"


def test_a_place_put_on_the_map_is_told_apart_from_what_the_phone_measured(send, read, cast, told):
    item = CheckItem.objects.get(name="生活垃圾").pk
    placed = {"item": item, "lat": 30.21, "lng": 120.12, "placed": True}
    measured = {"phone_lat": 30.2, "phone_lng": 120.1, "phone_accuracy": 25}
    seen = [placed | measured, {"item": item, "lat": 30.21, "lng": 120.12, "accuracy": 8} | measured]
    answer = send(cast.town_chief, "patrols/", told | {"findings": seen})
    assert answer.status_code == 201, answer.content.decode()
    first, second = read(cast.clerk, f"patrols/{answer.json()['id']}/").json()["findings"]
    names = ("lat", "accuracy_m", "is_placed", "phone_lat", "phone_lng", "phone_accuracy_m")
    assert [first[name] for name in names] == [30.21, None, True, 30.2, 120.1, 25]
    assert [second[name] for name in names] == [30.21, 8, False, None, None, None]


def test_a_finding_may_say_what_it_is_about(send, cast, told):
    board = put_up(cast, code="B7")
    item = CheckItem.objects.get(name="生活垃圾").pk
    seen = [{"item": item, "thing": f"board:{board.pk}"}, {"item": item, "thing": "board:999999", "text": "另一处"}]
    assert send(cast.town_chief, "patrols/", told | {"findings": seen}).status_code == 201
    assert list(Finding.objects.order_by("number").values_list("board", flat=True)) == [board.pk, None]


def test_the_same_again_is_the_same_walk_and_other_content_is_409(send, cast, told):
    first, again = (send(cast.town_chief, "patrols/", told) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json()) and Patrol.objects.count() == 1
    assert send(cast.town_chief, "patrols/", told | {"note": "另一次"}).status_code == 409
    patrol = Patrol.objects.get()
    assert (patrol.user, patrol.start_lat, patrol.is_backfilled) == (cast.town_chief.user, 30.1, False)


def test_an_office_enters_it_for_a_walker(send, cast, told):
    plain = {name: value for name, value in told.items() if not name.startswith("start_l")}
    assert send(cast.clerk, "patrols/", plain).status_code == 422
    assert send(cast.clerk, "patrols/", plain | {"post": cast.neighbour_chief.pk}).status_code == 422
    assert send(cast.clerk, "patrols/", plain | {"post": cast.village_chief.pk}).status_code == 201
    patrol = Patrol.objects.get()
    assert patrol.is_backfilled and (patrol.post, patrol.entered_by) == (cast.village_chief, cast.clerk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reach": "R-nowhere"}, {"reach": 7}, {"reach": None}, {"started_at": "gestern"}, {"started_at": None},
        {"findings": "x"}, {"findings": [1]}, {"findings": [{"item": 0}]}, {"findings": [{}] * 31}, {"kind": "flug"},
        {"findings": [{"item": 1, "photos": [999999]}]}, {"start_lat": "nan"}, {"note": "水" * 501},
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_kept(send, cast, told, wrong):
    answer = send(cast.town_chief, "patrols/", told | wrong)
    assert answer.status_code in (400, 422), answer.content.decode()
    assert answer.json()["detail"] and not Patrol.objects.exists()


def test_a_unit_and_a_reading_token_hand_in_nothing(send, made, cast, told):
    assert send(cast.handler, "patrols/", told).status_code == 403
    reading = program(made(cast.town_chief).secret)
    headers = {"Idempotency-Key": "12345-77"}
    assert reading.post("/api/v1/patrols/", told, content_type="application/json", headers=headers).status_code == 403
