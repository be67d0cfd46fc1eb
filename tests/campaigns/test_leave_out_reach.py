"""排除河段: by hand and with a reason, before the start; in the record of the draw, the circular and the workbook."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from hezhang.core.kernel.refusal import NotAllowed
from hezhang.core.workflow.errors import SomebodyWasFaster, Supplied
from issues.campaigns import services
from issues.campaigns.facts import explained
from issues.campaigns.facts.circular import circular
from issues.campaigns.models import Campaign
from issues.campaigns.workflow import TABLE
from tests.campaigns.campaigns import AT, SEED, answers, draft, drawn, far_reach
from tests.issues import build

WHY = "堤防加固施工"


def leave_out(campaign, cast, **more):
    return services.leave_out_reach(campaign, cast.clerk, **{"reach": cast.village_reach, "words": WHY, **more})


def test_leave_out_reach(cast, enter):
    campaign, client = draft(cast, amount=9), enter(cast.clerk)
    url = reverse("issues:leave_out_reach", args=[campaign.pk])
    assert "澄溪上桥村段" in client.get(url).content.decode()
    assert client.post(url, {"reach": cast.village_reach.pk, "words": WHY}).status_code == 302
    assert f"澄溪上桥村段（{WHY}）" in client.get(campaign.get_absolute_url()).content.decode()
    assert "澄溪上桥村段<" not in client.get(url).content.decode()
    services.draw_campaign(campaign, cast.clerk, seed=SEED)
    reaches = set(campaign.visits.values_list("reach", flat=True))
    assert reaches and cast.village_reach.pk not in reaches
    draw = campaign.draws.get()
    lots, again = services.drawn_again(draw)
    assert [cast.village_reach.pk, cast.village_reach.code, cast.village_reach.name, f"人工排除：{WHY}"] in lots.spared
    assert {place.pk for place, _ in again.visits} == reaches and explained(campaign, draw)["same"]
    page = client.get(reverse("issues:campaign_explained", args=[campaign.pk])).content.decode()
    assert f"人工排除：{WHY}" in page and "与任务一致" in page
    assert campaign.transitions.get(verb="leave_out_reach").words == f"澄溪上桥村段：{WHY}"


def test_what_was_drawn_already_is_drawn_again_before_it_starts(cast, enter):
    campaign = drawn(cast, amount=9)
    leave_out(campaign, cast)
    assert not TABLE.waiting_for(cast.clerk, Campaign.objects.all()).exists()
    with pytest.raises(NotAllowed, match="澄溪上桥村段已排除"):
        services.start_campaign(campaign, cast.clerk)
    assert "请先重抽" in enter(cast.clerk).post(reverse("issues:start_campaign", args=[campaign.pk])).content.decode()
    services.redraw_campaign(campaign, cast.clerk, words="有河段施工")
    assert TABLE.waiting_for(cast.clerk, Campaign.objects.all()).exists()
    services.start_campaign(campaign, cast.clerk)
    assert campaign.state == "running"


def test_the_circular_and_the_workbook_say_it(cast, enter):
    campaign = draft(cast, amount=9)
    leave_out(campaign, cast)
    services.draw_campaign(campaign, cast.clerk, seed=SEED)
    services.start_campaign(campaign, cast.clerk)
    for visit in campaign.visits.all():
        by = campaign.inspectors.filter(team=visit.team).earliest("pk").post
        services.submit_visit(visit, by, answers=answers(visit), photos=[build.photo(by)])
    services.finish_campaign(campaign, cast.clerk)
    told = " ".join(getattr(part, "text", "") for part in circular(campaign, cast.clerk).parts)
    assert f"抽取前排除1条河段，未列入抽取：澄溪上桥村段（{WHY}）。" in told
    answer = enter(cast.clerk).get(reverse("issues:export_campaign", args=[campaign.pk]))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert "未列入抽取" in book.sheetnames and WHY in str(list(book["未列入抽取"].values))


def test_with_its_reason_and_once(cast):
    campaign = draft(cast)
    with pytest.raises(Supplied):
        leave_out(campaign, cast, words=" ")
    leave_out(campaign, cast)
    with pytest.raises(ValidationError, match="已经排除"):
        leave_out(campaign, cast, words="又一次")
    neighbour = far_reach(cast)
    neighbour.region = cast.neighbour
    with pytest.raises(ValidationError, match="不在本区县"):
        leave_out(campaign, cast, reach=neighbour)


@pytest.mark.parametrize("state", ["running", "finished", "cancelled"])
def test_not_after_the_start(cast, state):
    campaign = AT[state](cast)
    with pytest.raises(SomebodyWasFaster):
        leave_out(campaign, cast)


@pytest.mark.parametrize("member", ["handler", "leader", "patroller", "town_chief", "neighbour_clerk"])
def test_not_by_another(cast, member):
    campaign = draft(cast)
    with pytest.raises(NotAllowed):
        services.leave_out_reach(campaign, cast[member], reach=cast.village_reach, words=WHY)
