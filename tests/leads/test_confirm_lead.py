"""核实属实: the lead becomes a problem with all that it knows, by who was there and shows it."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import EvidenceMissing, SomebodyWasFaster
from issues.leads import services
from issues.leads.models import Lead
from issues.leads.workflow import TABLE
from issues.ledger.models import Issue
from tests.issues import build
from tests.issues.acts import picture
from tests.leads.leads import AT, became, waiting


def test_confirm_lead_carries_everything_over(cast):
    lead = became(cast)
    issue = Issue.objects.get()
    assert (lead.state, lead.issue, lead.checked_by) == ("became", issue, cast.patroller.user)
    same = ("source", "river", "region", "reach", "place", "lat", "lng", "found_at")
    assert all(getattr(issue, name) == getattr(lead, name) for name in same)
    assert lead.text in issue.text and "未苫盖" in issue.text and issue.reporter == cast.patroller
    assert {one.upload_id for one in issue.evidence.all()} == {one.upload_id for one in lead.photos.all()}
    assert issue.evidence.count() == 2 and issue.state == "reported"


def test_where_it_was_seen_is_told_by_who_stood_there(cast, enter):
    lead = waiting(cast)
    told = {"finding": "确有垃圾", "photos": picture(), "lat": "30.25", "lng": "120.15"}
    answer = enter(cast.patroller).post(f"/issues/leads/{lead.pk}/confirm/", told)
    assert answer.status_code == 302
    issue = Issue.objects.get()
    assert (issue.lat, issue.lng) == (30.25, 120.15)


def test_the_place_of_the_photo_is_the_place_of_the_problem(cast):
    lead, photo = waiting(cast), build.photo(cast.patroller)
    photo.lat, photo.lng = 30.3, 120.3
    photo.save()
    services.confirm_lead(lead, cast.patroller, finding="属实", photos=[photo])
    assert (lead.issue.lat, lead.issue.lng) == (30.3, 120.3)


def test_the_same_form_twice_is_one_problem(cast):
    lead, photo = waiting(cast), build.photo(cast.patroller)
    once = "6f2b7c3a-0000-4000-8000-000000000001"
    for _ in range(2):
        services.confirm_lead(Lead.objects.get(pk=lead.pk), cast.patroller, finding="属实", photos=[photo], once=once)
    assert Issue.objects.count() == 1


def test_without_a_photo_nothing_is_confirmed(cast, enter):
    lead = waiting(cast)
    with pytest.raises(EvidenceMissing):
        services.confirm_lead(lead, cast.patroller, finding="属实", photos=[])
    answer = enter(cast.patroller).post(f"/issues/leads/{lead.pk}/confirm/", {"finding": "属实"})
    assert answer.status_code == 422 and "现场照片" in answer.content.decode()
    assert not Issue.objects.exists()


@pytest.mark.parametrize("state", ["became", "joined", "dismissed"])
def test_not_from_another_state(cast, state):
    lead = AT[state](cast)
    before = Issue.objects.count()
    with pytest.raises(SomebodyWasFaster):
        services.confirm_lead(lead, cast.clerk, finding="属实", photos=[build.photo(cast.clerk)])
    assert Issue.objects.count() == before


@pytest.mark.parametrize("member", ["handler", "leader", "neighbour_clerk", "village2_chief"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        services.confirm_lead(waiting(cast), cast[member], finding="属实", photos=[build.photo(cast[member])])
    assert not Issue.objects.exists()


@pytest.mark.parametrize("state", AT)
def test_what_waits_for_somebody_is_what_the_button_says(cast, state):
    lead = AT[state](cast)
    for member in cast.members:
        post = cast[member]
        waits = TABLE.waiting_for(post, Lead.objects.all()).filter(pk=lead.pk).exists()
        seen = Lead.objects.visible_to(post).filter(pk=lead.pk).exists()
        assert waits is (seen and TABLE.next_for(lead, post) is not None), member
