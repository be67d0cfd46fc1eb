"""登记线索: once, in the office's region, told to who goes there; seen by its own places and by no unit."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from issues.leads.models import Lead
from issues.ledger.models import Issue
from tests.issues import build
from tests.issues.acts import picture
from tests.leads.leads import waiting


def test_record_lead(cast):
    lead = waiting(cast, outside_number="TB-0017")
    assert (lead.state, lead.photos.count(), lead.reporter) == ("waiting", 1, cast.clerk)
    assert Message.objects.filter(user=cast.patroller.user, kind="lead.record_lead").count() == 1
    assert Entry.objects.get(action="lead.record_lead").post == cast.clerk and not Issue.objects.exists()


@pytest.mark.story_until("2026-11-25")
def test_by_the_page_with_its_photo_and_twice_is_once(cast, enter):
    client = enter(cast.clerk)
    assert client.get("/issues/leads/new/").status_code == 200
    told = {"source": "hotline", "outside_number": "20261125-7", "found_at": "2026-11-24T09:00", "river": cast.river.pk}
    told |= {"reach": cast.village_reach.pk, "text": "群众反映河里有死猪", "client_id": str(uuid.uuid4())}
    answers = [client.post("/issues/leads/new/", told | {"photos": picture()}) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302} and answers[0].url == answers[1].url
    lead = Lead.objects.get()
    assert (lead.source, lead.region, lead.photos.count()) == ("hotline", cast.village, 1)
    again = client.post("/issues/leads/new/", told | {"client_id": str(uuid.uuid4())})
    assert again.status_code == 422 and "已经登记过" in again.content.decode() and "死猪" in again.content.decode()


def test_the_source_of_the_last_one_is_proposed(cast, enter):
    build.reported(cast, source="covert")  # a problem says nothing about leads
    client = enter(cast.clerk)
    assert "selected>暗访督查" not in client.get("/issues/leads/new/").content.decode()
    waiting(cast, source="hotline")
    assert "selected>12345热线" in client.get("/issues/leads/new/").content.decode()


def test_the_page_says_how_long_it_waits_and_where_it_is(cast, enter):
    lead = waiting(cast)
    url = lead.get_absolute_url()
    page = enter(cast.patroller).get(url).content.decode()
    assert "已等" not in page and f"pick=lead-{lead.pk}" in page
    Lead.objects.update(state_since=timezone.now() - timezone.timedelta(days=9))
    assert "已等 9 天" in enter(cast.patroller).get(url).content.decode()


@pytest.mark.parametrize("member", ["patroller", "village_chief", "handler", "leader", "neighbour_clerk"])
def test_who_may_not(cast, member):
    with pytest.raises(NotAllowed):
        waiting(cast, by=cast[member])
    assert not Lead.objects.exists()


def test_not_found_in_the_future(cast):
    with pytest.raises(ValidationError):
        waiting(cast, found_at=timezone.now() + timezone.timedelta(days=1))


def test_who_sees_it(cast, enter):
    lead = waiting(cast)
    for member, sees in (("clerk", True), ("patroller", True), ("village_chief", True), ("neighbour_clerk", False)):
        assert Lead.objects.visible_to(cast[member]).filter(pk=lead.pk).exists() is sees, member
    photo = f"/issues/leads/photos/{lead.photos.get().pk}/"
    for member, status in (("handler", 403), ("neighbour_clerk", 404), ("village2_chief", 404), ("system_admin", 403)):
        assert enter(cast[member]).get(lead.get_absolute_url()).status_code == status, member
        assert enter(cast[member]).get(photo).status_code == status, member


def test_the_list_and_its_workbook(cast, enter, django_assert_max_num_queries):
    for number in range(3):
        waiting(cast, outside_number=f"T{number}")
    client = enter(cast.clerk)
    client.get("/issues/leads/")
    with django_assert_max_num_queries(15):
        page = client.get("/issues/leads/?tab=mine").content.decode()
    assert page.count("无人机发现岸边") >= 3 and "待核实" in page
    book = client.get("/issues/leads/?tab=all&export=xlsx")
    assert book.status_code == 200 and b"".join(book).startswith(b"PK")
