"""恢复河段: what was left out by hand can be drawn again; the draw of then stays what it was."""

import pytest
from django.urls import reverse

from hezhang.core.kernel.refusal import NotAllowed, Refusal
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.campaigns import services
from issues.campaigns.facts import explained
from tests.campaigns.campaigns import AT, SEED, draft
from tests.campaigns.test_leave_out_reach import WHY, leave_out


def test_take_back_reach(cast, enter):
    campaign, client = draft(cast, amount=9), enter(cast.clerk)
    for reach in (cast.village_reach, cast.town_reach):
        leave_out(campaign, cast, reach=reach)
    services.draw_campaign(campaign, cast.clerk, seed=SEED)
    url = reverse("issues:take_back_reach", args=[campaign.pk])
    assert client.post(url, {"reach": cast.village_reach.pk}).status_code == 302
    first = campaign.draws.get()
    assert explained(campaign, first)["same"] and [one.reach for one in campaign.left_out.all()] == [cast.town_reach]
    services.redraw_campaign(campaign, cast.clerk, words="工程已完工", seed=SEED)
    assert campaign.visits.filter(reach=cast.village_reach).exists()
    assert str(services.drawn_again(first)[0].spared).count(f"人工排除：{WHY}") == 2
    with pytest.raises(Refusal, match="已经恢复"):
        services.take_back_reach(campaign, cast.clerk, reach=cast.village_reach)
    services.take_back_reach(campaign, cast.clerk, reach=cast.town_reach)
    assert "恢复河段</a>" not in client.get(campaign.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", ["running", "finished", "cancelled"])
def test_not_after_the_start(cast, state):
    with pytest.raises(SomebodyWasFaster):
        services.take_back_reach(AT[state](cast), cast.clerk, reach=cast.village_reach)


@pytest.mark.parametrize("member", ["handler", "leader", "patroller", "town_chief", "neighbour_clerk"])
def test_not_by_another(cast, member):
    campaign = draft(cast)
    leave_out(campaign, cast)
    with pytest.raises(NotAllowed):
        services.take_back_reach(campaign, cast[member], reach=cast.village_reach)
