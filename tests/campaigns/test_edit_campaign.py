"""修改: all of it, as long as nothing has been drawn."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster
from issues.campaigns import services
from issues.campaigns.models import Campaign
from tests.campaigns.campaigns import AT, draft, plan
from tests.campaigns.test_plan_campaign import form


def test_edit_campaign(cast, enter):
    campaign = draft(cast)
    client = enter(cast.clerk)
    page = client.get(f"/issues/campaigns/{campaign.pk}/edit/").content.decode()
    assert "四季度督查" in page and "水面没有垃圾" in page
    answer = client.post(f"/issues/campaigns/{campaign.pk}/edit/", form(cast, pool=[cast.clerk.pk, cast.patroller.pk]))
    assert answer.status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.name, campaign.amount, campaign.state) == ("十一月暗访", 30, "draft")
    assert campaign.items.count() == 3 and {one.post for one in campaign.inspectors.all()} == {
        cast.clerk,
        cast.patroller,
    }
    assert list(campaign.transitions.values_list("verb", flat=True)) == ["plan_campaign", "edit_campaign"]


@pytest.mark.parametrize("state", ["drawn", "running", "finished", "cancelled"])
def test_not_from_another_state(cast, enter, state):
    campaign = AT[state](cast)
    with pytest.raises(SomebodyWasFaster):
        services.edit_campaign(campaign, cast.clerk, plan=plan(cast, name="另一个"))
    assert enter(cast.clerk).get(f"/issues/campaigns/{campaign.pk}/edit/").status_code == 409
    assert Campaign.objects.get().name == "四季度督查"


@pytest.mark.parametrize("member", ["handler", "leader", "town_chief", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        services.edit_campaign(draft(cast), cast[member], plan=plan(cast))


def test_what_is_wrong_stays_in_the_form(cast, enter):
    campaign = draft(cast)
    answer = enter(cast.clerk).post(f"/issues/campaigns/{campaign.pk}/edit/", form(cast, ends_on="2020-01-01"))
    assert answer.status_code == 422 and "十一月暗访" in answer.content.decode()
    assert Campaign.objects.get().name == "四季度督查"
