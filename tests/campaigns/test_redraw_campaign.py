"""重抽: before the start, with its reason; what was drawn before stays on record and comes out again."""

import pytest
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from issues.campaigns import services
from issues.campaigns.models import Campaign
from tests.campaigns.campaigns import AT, drawn, far_reach


def test_redraw_campaign(cast, enter):
    far_reach(cast)
    campaign = drawn(cast)
    before = set(campaign.visits.values_list("reach", "team"))
    services.redraw_campaign(campaign, cast.clerk, words="有人出差", seed="另一个")
    assert (campaign.state, campaign.seed) == ("drawn", "另一个")
    first, second = campaign.draws.order_by("number")
    assert (first.seed, second.seed, second.why) == ("2026", "另一个", "有人出差")
    for draw, taken in ((first, before), (second, set(campaign.visits.values_list("reach", "team")))):
        assert {(place.pk, team) for place, team in services.drawn_again(draw)[1].visits} == taken
    page = enter(cast.clerk).get(reverse("issues:campaign_explained", args=[campaign.pk])).content.decode()
    assert "第 2 次" in page and "有人出差" in page and "种子 2026" in page


def test_by_the_page_with_its_reason(cast, enter):
    campaign, client = drawn(cast), enter(cast.clerk)
    url = reverse("issues:redraw_campaign", args=[campaign.pk])
    assert client.get(url).status_code == 200 and client.post(url, {"words": ""}).status_code == 422
    assert campaign.draws.count() == 1 and client.post(url, {"words": "有人出差"}).status_code == 302
    assert campaign.draws.count() == 2


def test_without_a_reason(cast):
    campaign = drawn(cast)
    with pytest.raises(Supplied):
        services.redraw_campaign(campaign, cast.clerk, words=" ")
    assert campaign.draws.count() == 1


@pytest.mark.parametrize("state", ["draft", "running", "finished", "cancelled"])
def test_not_from_another_state(cast, state):
    campaign = AT[state](cast)
    with pytest.raises(SomebodyWasFaster):
        services.redraw_campaign(campaign, cast.clerk, words="有人出差")
    assert Campaign.objects.get().draws.count() == (state != "draft")


@pytest.mark.parametrize("member", ["handler", "leader", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        services.redraw_campaign(drawn(cast), cast[member], words="有人出差")
