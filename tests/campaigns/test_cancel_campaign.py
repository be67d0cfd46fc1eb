"""取消: with its reason, before anything has been found."""

import pytest

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.notify.models import Message
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from issues.campaigns import services
from issues.campaigns.models import Visit
from issues.campaigns.workflow import VISIT_TABLE
from tests.campaigns.campaigns import AT, cancelled, draft, drawn, running, visited


@pytest.mark.parametrize("make", [draft, drawn, running])
def test_cancel_campaign(cast, make):
    campaign = make(cast)
    services.cancel_campaign(campaign, cast.clerk, words="与省级督查重复")
    assert campaign.state == "cancelled"
    assert not VISIT_TABLE.waiting_for(cast.handler, Visit.objects.all()).exists()
    assert Message.objects.filter(kind="campaign.cancel_campaign").exists() is (make is not draft)


def test_not_when_something_was_found(cast, enter):
    campaign = visited(cast)
    with pytest.raises(NotAllowed, match="1 处检查记录"):
        services.cancel_campaign(campaign, cast.clerk, words="不查了")
    assert "不能取消" in enter(cast.clerk).get(campaign.get_absolute_url()).content.decode()


def test_with_its_reason(cast):
    with pytest.raises(Supplied):
        services.cancel_campaign(draft(cast), cast.clerk, words="")


@pytest.mark.parametrize("make", [AT["finished"], cancelled])
def test_not_from_another_state(cast, make):
    with pytest.raises(SomebodyWasFaster):
        services.cancel_campaign(make(cast), cast.clerk, words="不查了")


@pytest.mark.parametrize("member", ["handler", "leader", "neighbour_clerk"])
def test_not_by_another(cast, member):
    with pytest.raises(NotAllowed):
        services.cancel_campaign(drawn(cast), cast[member], words="不查了")
