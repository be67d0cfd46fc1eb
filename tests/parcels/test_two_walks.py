"""Two walks under one number: both are kept, the office says what becomes of the second."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.notify.models import Message
from hezhang.core.parcels.choices import Decision
from hezhang.core.parcels.models import Held
from hezhang.core.parcels.services import drop_held, reopen_held, take_held
from patrols.norms.models import CheckItem
from patrols.tracks.models import Track, TrackRule
from patrols.tracks.rules import Fix
from patrols.tracks.services import take_chunk
from patrols.walks.models import Finding, FindingPhoto, Patrol
from tests.issues.acts import picture

FAR = timedelta(days=2)


@pytest.fixture
def twice(send_walk):
    """A walk, and another one of two days before under its number, with a finding and a photo."""
    number, item = str(uuid4()), CheckItem.objects.get(name="生活垃圾").pk
    assert send_walk(client_id=number).status_code == 200
    finding = {"f0-item": item, "f0-state": "settled", "f0-text": "岸边塑料袋", "f0-measure": "已捡走", "findings": 1}

    def _again(**changes):
        more = {"f0-photos": picture(red=33), "f0-photo_count": 1}
        return send_walk(client_id=number, ago=FAR, **finding | more | changes)

    return _again


def test_both_are_kept_and_the_phone_is_told_so(cast, twice):
    answer = twice()
    assert answer.status_code == 409 and answer.json()["held"] is True and answer.json()["words"]
    held = Held.objects.get()
    assert held.decision == Decision.WAITING and held.photos.count() == 1 and "岸边塑料袋" in held.words
    assert Patrol.objects.count() == 1
    assert Message.objects.filter(user=cast.village_chief.user, kind="parcel").count() == 1
    assert twice().json()["url"] == answer.json()["url"] and Held.objects.count() == 1


def test_the_points_of_its_track_go_under_the_number_that_it_gets(cast, twice):
    call_command("load_defaults", verbosity=0)
    TrackRule.objects.update(recording="voluntary", basis="澄河办〔2026〕3 号")
    told = twice().json()
    another = told["another"]
    assert another != told["client_id"]
    start = (timezone.now() - FAR - timedelta(minutes=20)).timestamp()
    fixes = [Fix(start + step * 10, 30.2 + step * 1e-4, 120.1, 5.0) for step in range(60)]
    _, track = take_chunk(by=cast.village_chief, client_id=UUID(another), number=0, fixes=fixes)
    assert track is None  # nobody has decided yet
    take_held(Held.objects.get(), by=cast.clerk)
    found = Track.objects.get()
    assert found.patrol == Patrol.objects.get(client_id=another) and found.metres > 500


def test_a_plain_page_still_gets_a_new_number(twice):
    answer = twice(parcel_at="")
    assert answer.status_code == 409 and "held" not in answer.json() and not Held.objects.exists()


def test_the_office_makes_another_walk_of_it_and_takes_that_back(cast, twice, enter):
    twice()
    held, clerk = Held.objects.get(), enter(cast.clerk)
    text = clerk.get(held.get_absolute_url()).content.decode()
    assert "作为另一次巡河登记" in text and "岸边塑料袋" in text
    assert clerk.post(reverse("parcels:take_held", args=[held.pk])).status_code == 302
    first, second = Patrol.objects.order_by("id")
    assert (second.user, second.post) == (first.user, first.post) and first.started_at - second.started_at > timedelta(
        days=1
    )
    assert Finding.objects.get().text == "岸边塑料袋" and FindingPhoto.objects.count() == 1
    held.refresh_from_db()
    assert (held.decision, held.decided_by) == (Decision.TAKEN, cast.clerk)
    reopen_held(held, by=cast.clerk)
    assert Patrol.objects.get() == first and not Finding.objects.exists()
    assert set(Entry.objects.filter(action__startswith="parcel.").values_list("action", flat=True)) == {
        "parcel.hold",
        "parcel.take",
        "parcel.reopen",
    }
    assert Message.objects.filter(user=cast.village_chief.user, kind="parcel").count() == 3


def test_a_walk_from_which_a_matter_was_raised_is_not_taken_back(cast, twice):
    twice(**{"f0-state": "open"})
    held = take_held(Held.objects.get(), by=cast.clerk)
    with pytest.raises(Refusal, match="不能再撤回"):
        reopen_held(held, by=cast.clerk)
    assert Patrol.objects.count() == 2 and Finding.objects.count() == 1


def test_dropping_needs_a_reason_and_can_be_taken_back(cast, twice, enter):
    twice()
    held, clerk = Held.objects.get(), enter(cast.clerk)
    url = reverse("parcels:drop_held", args=[held.pk])
    assert clerk.post(url, {"reason": ""}).status_code == 422
    assert clerk.post(url, {"reason": "重复"}).status_code == 302
    assert clerk.post(url, {"reason": "重复"}).status_code == 403
    assert "重复" in enter(cast.village_chief).get(held.get_absolute_url()).content.decode()
    assert reopen_held(held, by=cast.clerk).decision == Decision.WAITING
    assert take_held(held, by=cast.clerk).decision == Decision.TAKEN and Patrol.objects.count() == 2


@pytest.mark.parametrize(("who", "status"), [("village_chief", 403), ("neighbour_clerk", 404), ("leader", 403)])
@pytest.mark.parametrize("verb", ["take_held", "drop_held", "reopen_held"])
def test_nobody_else_decides(cast, twice, enter, who, status, verb):
    twice()
    held = Held.objects.get()
    answer = enter(cast[who]).post(reverse(f"parcels:{verb}", args=[held.pk]), {"reason": "无"})
    assert answer.status_code == status and Patrol.objects.count() == 1


def test_who_dropped_it_once_does_not_do_it_again(cast, twice):
    twice()
    held = drop_held(Held.objects.get(), by=cast.clerk, reason="重复")
    with pytest.raises(NotAllowed):
        take_held(held, by=cast.head)
