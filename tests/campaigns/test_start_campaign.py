"""启动: the teams are told and see their reaches; of a covert one nobody else sees anything."""

import pytest
from django.urls import reverse

from hezhang.core.accounts.choices import Role
from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.campaigns import services
from issues.campaigns.models import Answer, Campaign, Inspector, Visit, VisitPhoto
from issues.campaigns.workflow import VISIT_TABLE
from tests.campaigns.campaigns import AT, drawn, finished, running, somebody, visited

PLACES = ["town_chief", "village_chief", "town_handler", "patroller", "county_chief"]


def told(kind):
    return {one.user.username for one in Message.objects.filter(kind=kind)}


def test_start_campaign(cast, enter):
    campaign = drawn(cast, manner="covert")
    assert not Visit.objects.visible_to(cast.handler).exists()
    answer = enter(cast.clerk).post(reverse("issues:start_campaign", args=[campaign.pk]))
    assert answer.status_code == 302 and Campaign.objects.get().state == "running"
    assert told("campaign.start_campaign") == {"handler"}  # the clerk is on the team, too, and did it himself
    assert VISIT_TABLE.waiting_for(cast.handler, Visit.objects.all()).count() == 2
    home = enter(cast.handler).get("/").content.decode()
    assert "检查任务" in home and "去检查" in home and campaign.name in home


def test_of_an_open_one_the_towns_are_told(cast):
    running(cast)
    assert told("campaign.start_campaign") == {"handler", "town_chief", "town_handler"}


@pytest.mark.parametrize("member", PLACES)
def test_a_covert_one_is_hidden_from_who_is_looked_at_until_the_end(cast, enter, member):
    campaign = visited(cast, manner="covert")
    visit, photo = campaign.visits.done().get(), VisitPhoto.objects.get()
    client = enter(cast[member])
    urls = [campaign.get_absolute_url(), visit.get_absolute_url(), reverse("issues:visit_photo", args=[photo.pk])]
    assert [client.get(url).status_code for url in urls] == [404] * 3
    for url in ("campaigns", "visits", "campaign_findings"):
        assert campaign.name not in client.get(reverse(f"issues:{url}") + "?tab=all").content.decode()
    for model in (Campaign, Visit, Answer, VisitPhoto, Inspector):
        assert not model.objects.visible_to(cast[member]).exists(), model
    services.finish_campaign(campaign, cast.clerk, conclusion="其余下月查")
    own = [one.reach.region_id for one in campaign.visits.select_related("reach")]
    sees = any(cast[member].region.contains(code) for code in own)
    assert client.get(campaign.get_absolute_url()).status_code == (200 if sees else 404)


def test_of_the_end_a_bureau_sees_what_its_own_people_looked_at_and_no_more(cast, enter):
    other = somebody(cast, "他局", cast.county, Role.HANDLER, department=cast.bureau2)
    campaign = finished(cast, manner="covert")
    for post, status in ((other, 404), (cast.handler, 200), (cast.neighbour_clerk, 404), (cast.leader, 200)):
        assert enter(post).get(campaign.get_absolute_url()).status_code == status, post
    assert Inspector.objects.visible_to(cast.handler).count() == 2
    assert not Inspector.objects.visible_to(cast.town_chief).exists()
    page = enter(cast.town_chief).get(campaign.visits.done().get().get_absolute_url()).content.decode()
    assert "施建工" not in page and "不合格" in page


@pytest.mark.parametrize("state", ["draft", "running", "finished", "cancelled"])
def test_not_from_another_state(cast, state):
    with pytest.raises(SomebodyWasFaster):
        services.start_campaign(AT[state](cast), cast.clerk)


@pytest.mark.parametrize("member", ["handler", "leader", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        services.start_campaign(drawn(cast), cast[member])


@pytest.mark.parametrize("state", AT)
def test_what_waits_for_somebody_is_what_the_button_says(cast, state):
    campaign = AT[state](cast)
    for member in cast.members:
        post = cast[member]
        for visit in campaign.visits.all():
            waits = VISIT_TABLE.waiting_for(post, Visit.objects.all()).filter(pk=visit.pk).exists()
            seen = Visit.objects.visible_to(post).filter(pk=visit.pk).exists()
            assert waits is (seen and VISIT_TABLE.next_for(visit, post) is not None), member
