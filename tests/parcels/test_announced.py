"""What a phone announces, what is told of it, and what the office sees of what does not come."""

import hashlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.parcels import rules, services
from hezhang.core.parcels.choices import Dealing, ParcelState
from hezhang.core.parcels.forms import MOST_BYTES
from hezhang.core.parcels.models import Parcel
from tests.issues.acts import picture


def told(**changes):
    return {"id": str(uuid4()), "kind": "walk", "sum": "0" * 16, "photos": [], "at": None} | changes


def test_an_announcement_is_one_row_however_often(say, cast):
    number = told(at=int(timezone.now().timestamp()) - 3600)
    answers = [say("announce", number).json() for _ in range(3)]
    assert answers == [{"state": "awaited", "url": ""}] * 3
    parcel = Parcel.objects.get()
    assert (parcel.user, parcel.region, parcel.clock_off_s) == (cast.village_chief.user, cast.village, 0)
    assert timezone.now() - parcel.made_at >= timedelta(minutes=59)


@pytest.mark.parametrize(
    "wrong",
    [
        "", "[]", "null", "{", b"\xff\xfe", "[" * 3000, '{"id": "x"}', '{"id": NaN}', "9" * 4000,
        '{"id": "3f0b6a55-7c1e-4f3d-9d62-1f5a2f6f7b90"}',
        '{"id": "3f0b6a55-7c1e-4f3d-9d62-1f5a2f6f7b90", "kind": "spell"}',
        '{"id": "3f0b6a55-7c1e-4f3d-9d62-1f5a2f6f7b90", "kind": "walk", "photos": ["zz"]}',
        '{"id": "3f0b6a55-7c1e-4f3d-9d62-1f5a2f6f7b90", "kind": "walk", "photos": {"a": 1}}',
        '{"id": "3f0b6a55-7c1e-4f3d-9d62-1f5a2f6f7b90", "kind": "walk", "at": -1}',
        '{"id": "3f0b6a55-7c1e-4f3d-9d62-1f5a2f6f7b90", "kind": "walk", "sum": "<script>"}',
    ],
)  # fmt: skip
def test_nonsense_is_told_and_not_kept(say, wrong):
    answer = say("announce", wrong)
    assert answer.status_code == 422 and answer.json()["words"]
    assert not Parcel.objects.exists()


def test_a_body_that_is_too_large_is_not_read(say):
    assert say("announce", told(photos=["0" * 8] * (MOST_BYTES // 12))).status_code == 422


@pytest.mark.parametrize("at", [2**40, 0, 1])
def test_a_clock_that_cannot_be_right_is_noted(say, at):
    assert say("announce", told(at=at)).status_code == 200
    parcel = Parcel.objects.get()
    assert abs(parcel.made_at - timezone.now()) < timedelta(minutes=1)
    assert parcel.clock_off_s or at == 2**40


def test_who_announces_without_end_is_told_to_wait(say, monkeypatch):
    monkeypatch.setattr(rules, "MOST_AWAITED", 2)
    assert [say("announce", told()).status_code for _ in range(3)] == [200, 200, 429]


def test_photos_are_counted_as_they_come(say, cast, enter):
    data = picture(red=12).read()
    sum_ = hashlib.sha256(data).hexdigest()
    say("announce", told(photos=[sum_[:8], "1" * 8]))
    assert (Parcel.objects.get().photos_here, Parcel.objects.get().photo_count) == (0, 2)
    file = SimpleUploadedFile("a.jpg", data)
    answer = enter(cast.village_chief).post(reverse("files:stage_photo"), {"client_id": uuid4(), "photo": file}).json()
    assert answer["sha256"] == sum_
    assert Parcel.objects.get().photos_here == 1
    say("announce", told(photos=[sum_[:8]]))  # of another parcel with the same photo: it is here already
    assert Parcel.objects.first().photos_here == 1


def test_receipts_know_what_came_announced_or_not_and_nobody_elses(say, send_walk):
    silent, announced, never = str(uuid4()), str(uuid4()), str(uuid4())
    for each in (announced, never):
        say("announce", told(id=each))
    for each in (silent, announced):
        assert send_walk(client_id=each).status_code == 200
    found = say("receipts", {"ids": [silent, announced, never, str(uuid4())]}).json()
    assert found["known"].keys() == {silent, announced} and found["missing"][0] == never
    assert found["known"][announced]["state"] == "received" and found["known"][announced]["url"].startswith("/patrols/")
    assert say("receipts", {"ids": [silent]}, "village2_chief").json() == {"known": {}, "missing": [silent]}
    assert Parcel.objects.get(client_id=announced).state == ParcelState.RECEIVED


@pytest.mark.parametrize("wrong", ["", '{"ids": "x"}', '{"ids": [1]}', '{"ids": ["x"]}', '{"ids": {}}'])
def test_receipts_of_nonsense_are_told(say, wrong):
    assert say("receipts", wrong).status_code == 422


def test_receipts_take_the_same_queries_whatever_their_number(say, send_walk, django_assert_num_queries, cast):
    ids = [uuid4() for _ in range(3)]
    for each in ids:
        send_walk(client_id=str(each))
    for some in (ids[:1], ids):
        with django_assert_num_queries(3):
            services.receipts(cast.village_chief.user_id, some)


# ── The office's page ──
@pytest.fixture
def awaited(say):
    say("announce", told())
    return Parcel.objects.get()


def test_the_office_sees_its_people_and_everybody_the_own(awaited, cast, enter):
    page = reverse("parcels:parcels")
    name = cast.village_chief.user.name
    for who, sees in (("clerk", True), ("village_chief", True), ("village2_chief", False), ("neighbour_clerk", False)):
        text = enter(cast[who]).get(page).content.decode()
        assert (f">{name}<" in text or f"{name}</a>" in text) is sees, who


def test_the_office_notes_what_it_did_and_takes_it_back(awaited, cast, enter):
    clerk = enter(cast.clerk)
    url = reverse("parcels:deal", args=[awaited.pk])
    assert clerk.post(url, {"dealing": "given_up", "note": "手机已丢失"}).status_code == 302
    parcel = Parcel.objects.get()
    assert (parcel.dealing, parcel.dealt_by, parcel.dealt_note) == (Dealing.GIVEN_UP, cast.clerk, "手机已丢失")
    assert not Parcel.objects.awaited().exists()
    assert "手机已丢失" in clerk.get(parcel.get_absolute_url()).content.decode()
    clerk.post(reverse("parcels:undo_deal", args=[awaited.pk]))
    assert Parcel.objects.awaited().exists()
    assert set(Entry.objects.filter(action__startswith="parcel.").values_list("action", flat=True)) == {
        "parcel.deal",
        "parcel.undo_deal",
    }


def test_what_was_given_up_is_taken_in_all_the_same(awaited, cast, send_walk):
    services.deal(awaited, by=cast.clerk, dealing=Dealing.GIVEN_UP)
    assert send_walk(client_id=str(awaited.client_id)).status_code == 200
    assert Parcel.objects.get().state == ParcelState.RECEIVED


@pytest.mark.parametrize(("who", "status"), [("village_chief", 403), ("neighbour_clerk", 404), ("handler", 403)])
def test_nobody_else_deals_with_it(awaited, cast, enter, who, status):
    url = reverse("parcels:deal", args=[awaited.pk])
    assert enter(cast[who]).post(url, {"dealing": "given_up"}).status_code == status
    assert Parcel.objects.get().dealing == ""


def test_the_list_takes_the_same_queries_with_one_row_and_with_many(awaited, cast, enter, say):
    clerk, counts = enter(cast.clerk), []
    for more in (0, 3):
        for _ in range(more):
            say("announce", told())
        with CaptureQueriesContext(connection) as asked:
            clerk.get(reverse("parcels:parcels"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15
