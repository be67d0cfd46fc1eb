"""What a finding is about: offered from the pack by where one stands, kept with the finding, seen by whoever may see it."""

import gzip
import json
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from issues.ledger.models import Issue
from patrols.norms.models import CheckItem
from patrols.tracks.models import TrackRule
from patrols.walks.models import Finding, Patrol, Supplement
from rivers.assets.models import Asset, ObjectKind
from rivers.boards.models import Signboard
from tests.rivers.boarding import put_up

pytestmark = pytest.mark.django_db
PACK = reverse("parcels:pack")


@pytest.fixture
def asset(cast):
    call_command("load_defaults", verbosity=0)
    kind, _ = ObjectKind.objects.get_or_create(key="trial", defaults={"name": "小排口", "letter": "U"})
    return outlet(cast, kind, 0)


def outlet(cast, kind, number, **more) -> Asset:
    plain = {"region": cast.village, "river": cast.river, "reach": cast.village_reach, "lat": 30.2, "lng": 120.1}
    return Asset.objects.create(kind=kind, name=f"老桥排口{number}", code=f"U{number}", **plain | more)


@pytest.fixture
def board(cast) -> Signboard:
    made = put_up(cast, code="B7")
    Signboard.objects.filter(pk=made.pk).update(lat=30.21, lng=120.11)
    return made


def told(answer):
    data = answer.content
    return json.loads(gzip.decompress(data) if answer.get("Content-Encoding") == "gzip" else data)


def found(about: str, **more) -> dict:
    item = CheckItem.objects.get(name="生活垃圾").pk
    return {"findings": 1, "f0-item": item, "f0-state": "open", "f0-text": "一堆垃圾", "f0-thing": about} | more


def test_the_pack_has_what_stands_at_the_own_rivers(cast, enter, asset, board):
    outlet(cast, asset.kind, 1, lat=None, lng=None)
    outlet(cast, asset.kind, 2, ended_on="2020-01-01")
    outlet(cast, asset.kind, 3, region=cast.neighbour, river=None, reach=None)
    pack = told(enter(cast.village_chief).get(PACK))
    assert pack["near"] == {"ask_m": 300, "link_m": 100, "along_m": 50}
    assert [(key, lat, lng) for key, _, lat, lng in pack["things"]] == [
        (f"board:{board.pk}", 30.21, 120.11),
        (f"asset:{asset.pk}", 30.2, 120.1),
    ]
    assert f"{asset.kind.name}：老桥排口0" in [name for _, name, _, _ in pack["things"]]


def test_a_district_that_asks_nothing_sends_none(cast, enter, asset):
    TrackRule.objects.update(link_m=0, ask_m=0, near_m=80)
    pack = told(enter(cast.village_chief).get(PACK))
    assert (pack["near"], pack["things"]) == ({"ask_m": 0, "link_m": 0, "along_m": 80}, [])


def test_four_hundred_of_them_keep_the_pack_light(cast, enter, asset):
    client = enter(cast.village_chief)
    client.get(PACK)
    with CaptureQueriesContext(connection) as one:
        client.get(PACK)
    for number in range(1, 420):
        outlet(cast, asset.kind, number, lat=30 + number * 0.00037, lng=120 + number * 0.00053)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(PACK, headers={"Accept-Encoding": "gzip"})
    assert len(one) == len(many)
    assert len(told(answer)["things"]) == 400 and len(answer.content) < 20_000


@pytest.mark.parametrize("which", ["asset", "board"])
def test_a_finding_is_linked_and_says_so(cast, enter, send_walk, request, which):
    thing = request.getfixturevalue(which)
    assert send_walk(**found(f"{which}:{thing.pk}")).status_code == 200
    finding = Finding.objects.get()
    assert (finding.thing, getattr(finding, which)) == (thing, thing)
    page = enter(cast.village_chief).get(finding.patrol.get_absolute_url()).text
    assert f'href="{thing.get_absolute_url()}"' in page and "关联" in page
    assert (thing.name if which == "asset" else "B7") in Issue.objects.get().text


@pytest.mark.parametrize("about", ["asset:999999", "asset:x", "asset:²", "river:1", "board:-1", ":", "9" * 30])
def test_what_is_not_there_is_left_out_and_the_walk_taken(cast, send_walk, about):
    assert send_walk(**found(about)).status_code == 200
    assert Finding.objects.get().thing is None


def test_another_countys_is_not_linked(cast, send_walk, asset):
    Asset.objects.update(region=cast.neighbour, river=None, reach=None)
    assert send_walk(**found(f"asset:{asset.pk}")).status_code == 200
    assert Finding.objects.get().thing is None and "老桥" not in Issue.objects.get().text


def test_sent_again_it_is_one_and_a_link_told_later_is_a_supplement(cast, enter, send_walk, asset):
    number = str(uuid4())
    for _ in range(2):
        send_walk(client_id=number, **found(""))
    assert not Supplement.objects.exists()
    for _ in range(2):
        send_walk(client_id=number, **found(f"asset:{asset.pk}"))
    assert Patrol.objects.count() == Finding.objects.count() == 1
    assert Supplement.objects.get().facts == {"1.thing": f"{asset.kind.name}：老桥排口0"}
    assert "关联对象" in enter(cast.village_chief).get(Patrol.objects.get().get_absolute_url()).text


def test_one_thing_is_the_most(cast, send_walk, asset, board):
    send_walk(**found(f"asset:{asset.pk}"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.update(board=board)
