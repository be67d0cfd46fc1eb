"""The check list of a campaign from a phone's queue, and what the phone keeps for it."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hezhang.core.parcels.models import Held, Parcel
from issues.campaigns import services
from issues.campaigns.models import Visit
from tests.campaigns.campaigns import PASS, answers, running
from tests.issues import build
from tests.issues.acts import picture
from tests.parcels.test_pack import PACK, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(cast) -> Visit:
    return running(cast).visits.order_by("pk").first()


def sent(visit, number, **more):
    data = {
        "once": str(uuid4()),
        "note": "雨后水浑",
        "parcel": number,
        "parcel_at": int(timezone.now().timestamp()) - 3600,
    }
    for item in visit.campaign.items.all():
        data |= {f"result-{item.pk}": "pass", f"note-{item.pk}": ""}
    return data | {"photos": picture(red=8)} | more


def test_the_form_goes_through_the_phones_queue(cast, enter, visit):
    page = enter(cast.handler).get(reverse("issues:submit_visit", args=[visit.pk])).text
    assert f'data-parcel="{visit.get_absolute_url()}"' in page and 'data-kind="step"' in page


def test_the_pack_has_the_pages_of_what_waits_for_the_team(cast, enter, visit):
    client = enter(cast.handler)
    pages = told(client.get(PACK))["pages"]
    form = reverse("issues:submit_visit", args=[visit.pk])
    assert {visit.get_absolute_url(), form} <= {*pages}
    assert {client.get(page).status_code for page in pages} == {200}
    assert form not in told(enter(cast.village_chief).get(PACK))["pages"]


def test_it_is_carried_out_once(cast, enter, visit):
    client, number, url = enter(cast.handler), str(uuid4()), reverse("issues:submit_visit", args=[visit.pk])
    data = sent(visit, number)
    for _ in range(2):
        answer = client.post(url, data | {"photos": picture(red=8)})
        assert (answer.status_code, answer.json()["client_id"]) == (200, number), answer.content.decode()
    visit.refresh_from_db()
    assert (visit.state, visit.done_by, visit.transitions.count()) == ("done", cast.handler, 1)


def test_photos_stay_with_their_line(cast, enter, visit):
    client, first = enter(cast.handler), visit.campaign.items.first()
    ahead = build.photo(cast.handler)
    data = sent(
        visit,
        str(uuid4()),
        **{f"result-{first.pk}": "fail", f"note-{first.pk}": "岸边有垃圾", f"kept-{first.pk}": ahead.pk},
    )
    assert client.post(reverse("issues:submit_visit", args=[visit.pk]), data).status_code == 200
    assert list(visit.photos.filter(item=first).values_list("upload", flat=True)) == [ahead.pk]
    assert visit.photos.filter(item__isnull=True).count() == 1


def test_what_is_left_out_is_told_and_may_come_again(cast, enter, visit):
    client, number, url = enter(cast.handler), str(uuid4()), reverse("issues:submit_visit", args=[visit.pk])
    item = visit.campaign.items.first()
    answer = client.post(url, sent(visit, number, **{f"result-{item.pk}": "fail"}))
    assert answer.status_code == 422 and answer.json()["words"] and not Parcel.objects.exists()
    assert client.post(url, sent(visit, number)).status_code == 200


def test_who_was_overtaken_loses_nothing(cast, enter, visit):
    services.submit_visit(visit, cast.handler, answers=answers(visit, PASS, PASS))
    kept = {f"kept-{visit.campaign.items.last().pk}": build.photo(cast.handler).pk}
    answer = enter(cast.handler).post(
        reverse("issues:submit_visit", args=[visit.pk]), sent(visit, str(uuid4()), **kept)
    )
    assert answer.status_code == 409 and answer.json()["held"] is True
    held = Held.objects.get()
    assert (held.about_id, held.photos.count()) == (visit.pk, 2) and "雨后水浑" in held.words
    for who in ("handler", "clerk"):
        client = enter(cast[who])
        assert "没有办成" in client.get(visit.get_absolute_url()).text, who
        photo = reverse("parcels:held_photo", args=[held.photos.first().pk])
        assert b"".join(client.get(photo)).startswith(b"\xff\xd8")


@pytest.mark.parametrize("who", ["neighbour_clerk", "village_chief"])
def test_who_is_not_of_the_team_hands_nothing_in(cast, enter, visit, who):
    answer = enter(cast[who]).post(reverse("issues:submit_visit", args=[visit.pk]), sent(visit, str(uuid4())))
    assert answer.status_code in (404, 409)
    visit.refresh_from_db()
    assert visit.state == "open"
