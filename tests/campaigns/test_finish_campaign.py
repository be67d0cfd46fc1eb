"""办结: what a covert one found becomes leads, the towns are told, and every figure is the number of its rows."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.campaigns import services
from issues.campaigns.facts import figures
from issues.campaigns.models import Answer, Visit
from issues.campaigns.services import Told
from issues.leads.models import Lead
from tests.campaigns.campaigns import AT, FAIL, far_reach, finished, running, seen, visited


def test_finish_campaign(cast, enter):
    campaign = visited(cast, manner="covert")
    url, client = reverse("issues:finish_campaign", args=[campaign.pk]), enter(cast.clerk)
    wrong = client.post(url, {"conclusion": ""})
    assert wrong.status_code == 422 and "还有 1 处没有检查" in wrong.content.decode()
    assert client.post(url, {"conclusion": "雨天未到的下月补查"}).status_code == 302
    campaign.refresh_from_db()
    assert (campaign.state, campaign.conclusion) == ("finished", "雨天未到的下月补查")
    lead = Lead.objects.get()
    assert (lead.reporter, Answer.objects.failed().get().lead) == (cast.handler, lead)
    told = {one.user.username for one in Message.objects.filter(kind="campaign.finish_campaign")}
    assert told == {"handler", "town_chief", "town_handler"} | told & {"village_chief", "village2_chief"}


def test_nothing_becomes_a_lead_twice(cast):
    campaign = finished(cast)
    assert Lead.objects.count() == 1 == Answer.objects.failed().count()
    with pytest.raises(SomebodyWasFaster):
        services.finish_campaign(campaign, cast.clerk, conclusion="再来")
    assert Lead.objects.count() == 1


def test_not_before_anything_was_looked_at(cast, enter):
    campaign = running(cast)
    with pytest.raises(NotAllowed, match="没有检查记录"):
        services.finish_campaign(campaign, cast.clerk, conclusion="没空")
    assert "还没有检查记录" in enter(cast.clerk).get(campaign.get_absolute_url()).content.decode()


def test_what_is_left_is_explained(cast):
    with pytest.raises(ValidationError):
        services.finish_campaign(visited(cast), cast.clerk, conclusion=" ")


@pytest.mark.parametrize("state", ["draft", "drawn", "finished", "cancelled"])
def test_not_from_another_state(cast, state):
    with pytest.raises(SomebodyWasFaster):
        services.finish_campaign(AT[state](cast), cast.clerk, conclusion="好")


@pytest.mark.parametrize("member", ["handler", "leader", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        services.finish_campaign(visited(cast), cast[member], conclusion="好")


def test_every_figure_opens_to_its_rows(cast, enter, django_assert_max_num_queries):
    """In two towns, with a problem at once, a lead that waits, and one that was none."""
    far_reach(cast)
    campaign = running(cast, amount=9)
    visits = list(campaign.visits.order_by("pk"))
    seen(visits[0], cast.handler, FAIL, Told("fail", "电话空号", at_once=True))
    seen(visits[1], cast.handler, FAIL)
    client = enter(cast.clerk)
    client.get(campaign.get_absolute_url())
    with django_assert_max_num_queries(25):
        page = BeautifulSoup(client.get(campaign.get_absolute_url()).content, "html.parser")
    links = page.select(".campaign-figures a")
    assert len(links) > 8
    for link in links:
        listed = BeautifulSoup(client.get(link["href"]).content, "html.parser")
        assert (
            f"共 {link.text} 条" in listed.get_text()
            or listed.select(".list-tabs .active")[0].get_text().split()[-1] == link.text
        ), link
    told = figures(campaign, cast.clerk)
    assert (told.whole.total, told.whole.done, told.whole.failed, told.whole.passed) == (len(visits), 2, 3, 1)
    assert (told.whole.waiting, told.whole.open, told.whole.rate) == (2, 1, "25.0%")
    assert sum(one.total for one in told.towns) == told.whole.total == Visit.objects.count()


def test_an_empty_rate_is_a_dash(cast):
    told = figures(running(cast), cast.clerk)
    assert told.whole.rate == "—" and told.ranked == []
