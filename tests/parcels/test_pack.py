"""What a phone keeps to work without signal: small, in few queries, nobody else's."""

import gzip
import json
from math import cos

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hezhang.core.geo import polyline
from rivers.chiefs.choices import TenureKind
from rivers.chiefs.models import Tenure
from rivers.lines.models import ReachLine
from rivers.registry.models import Reach
from tests.cast import SINCE
from tests.issues import build
from tests.issues.acts import make, url

PACK = reverse("parcels:pack")


@pytest.fixture
def pack(cast, enter):
    clients = {}

    def _pack(who="village_chief", **headers):
        client = clients.setdefault(who, None) or enter(cast[who])  # who is signed in asks again
        clients[who] = client
        return client.get(PACK, headers=headers)

    return _pack


def told(answer):
    data = answer.content
    return json.loads(gzip.decompress(data) if answer.get("Content-Encoding") == "gzip" else data)


def line(reach, number):
    """A river of 300 points, some 6 km long, as an import stores it."""
    path = [(30.1 + step / 5000 + number / 100, 120.2 + cos(step / 9) / 900) for step in range(300)]
    drawn = polyline.encode(path, 5)
    facts = {"points": 300, "south": 30, "north": 31, "west": 120, "east": 121, "changed_at": timezone.now()}
    return ReachLine(reach=reach, path=polyline.encode(path, 6), drawn=drawn, length_km=6, **facts)


def fifty(cast):
    first = cast.village_reach
    plain = {name: getattr(first, name) for name in ("river", "region", "tier")}
    reaches = [Reach(name=f"澄溪第{number}段", code=f"F{number}", **plain) for number in range(49)]
    Reach.objects.bulk_create(reaches)
    ReachLine.objects.bulk_create(line(reach, number) for number, reach in enumerate([first, *reaches]))
    facts = {"post": cast.village_chief, "kind": TenureKind.DEPUTY, "starts_on": SINCE}
    Tenure.objects.bulk_create(Tenure(reach=reach, **facts) for reach in reaches)


def test_the_own_reaches_and_what_is_open_there(cast, pack, send_walk):
    issue = build.reported(cast)
    send_walk()
    found = told(pack())
    assert (found["user"], found["post"]) == (cast.village_chief.user_id, cast.village_chief.pk)
    reach = found["reaches"][0]
    assert reach["id"] == cast.village_reach.pk and "一切正常" in reach["last"]["words"]
    assert [one["url"] for one in reach["open"]] == [issue.get_absolute_url()]
    assert found["items"] and found["pages"][0] == reverse("desks:home")
    assert f"{reverse('patrols:walk')}?reach={reach['id']}" in found["pages"]


def test_the_pages_of_what_waits_for_me_and_their_forms_open(cast, pack, enter):
    issue = make(cast, "apply")
    found = told(pack("handler"))
    assert found["reaches"] == [] and {issue.get_absolute_url(), url("apply", issue), url("rectify", issue)} <= {
        *found["pages"]
    }
    client = enter(cast.handler)
    assert {client.get(page).status_code for page in found["pages"]} == {200}
    assert (
        issue.get_absolute_url()
        not in told(pack("handler2") if "handler2" in cast.members else pack("neighbour_chief"))["pages"]
    )


def test_asked_again_it_is_answered_in_a_line(pack, send_walk):
    mark = pack()["ETag"]
    assert pack(**{"If-None-Match": mark}).status_code == 304
    send_walk()
    assert pack(**{"If-None-Match": mark}).status_code == 200


def test_fifty_reaches_with_lines_are_small_and_few_queries(cast, pack, enter):
    for _ in range(3):
        build.reported(cast)
    pack()
    with CaptureQueriesContext(connection) as few:
        pack()
    fifty(cast)
    with CaptureQueriesContext(connection) as many:
        answer = pack(**{"Accept-Encoding": "gzip"})
    assert len(few) == len(many) <= 22
    found = told(answer)
    assert len(found["reaches"]) == 50 and all(reach["line"] for reach in found["reaches"])
    assert len(answer.content) <= 60_000


@pytest.mark.parametrize("who", ["handler", "clerk", "leader", "system_admin", "patroller", "county_chief"])
def test_everybody_gets_a_pack(pack, who):
    assert pack(who).status_code == 200


def test_many_waiting_take_the_same_queries(cast, pack):
    make(cast, "verify")
    pack()
    with CaptureQueriesContext(connection) as one:
        pack()
    for _ in range(3):
        make(cast, "verify")
    with CaptureQueriesContext(connection) as four:
        pack()
    assert len(one) == len(four) <= 22
