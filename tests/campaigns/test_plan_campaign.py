"""新建督查: by the office of the county, with its check list and its pool, once."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.audit.models import Entry
from hezhang.core.kernel.refusal import NotAllowed
from issues.campaigns import services
from issues.campaigns.models import Campaign, CheckLine
from tests.campaigns.campaigns import draft, plan, somebody


def form(cast, **more):
    today = timezone.localdate()
    told = {
        "name": "十一月暗访",
        "kind": "random",
        "manner": "covert",
        "how": "share",
        "amount": "30",
        "spared_days": "90",
    }
    told |= {
        "starts_on": f"{today}",
        "ends_on": f"{today}",
        "tiers": ["village", "town"],
        "more": "没有菜地\n 没有  渔网 \n",
    }
    told |= {"lines": [CheckLine.objects.first().pk], "pool": [cast.handler.pk, cast.clerk.pk]}
    return told | {"client_id": str(uuid.uuid4())} | more


def test_plan_campaign(cast):
    campaign = draft(cast)
    assert (campaign.state, campaign.region, campaign.post) == ("draft", cast.county, cast.clerk)
    assert list(campaign.items.values_list("number", "text")) == [(1, "水面没有垃圾"), (2, "公示牌完好")]
    assert {one.post for one in campaign.inspectors.all()} == {cast.handler, cast.clerk}
    assert Entry.objects.get(action="campaign.plan_campaign").post == cast.clerk


def test_by_the_page_and_twice_is_once(cast, enter):
    client = enter(cast.clerk)
    page = client.get("/issues/campaigns/new/").content.decode()
    assert "检查清单" in page and "公示牌完好" in page and "施建工" in page and "尚有田" not in page
    told = form(cast)
    sent = [client.post("/issues/campaigns/new/", told) for _ in range(2)]
    assert {answer.status_code for answer in sent} == {302} and sent[0].url == sent[1].url
    campaign = Campaign.objects.get()
    assert [one.text for one in campaign.items.all()][1:] == ["没有菜地", "没有 渔网"]
    assert campaign.items.first().category is not None
    assert client.get(campaign.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": ""}, "名称"),
        ({"ends_on": "2020-01-01"}, "截止日期不能早于起始日期"),
        ({"amount": "101"}, "百分比不能超过 100"),
        ({"pool": []}, "检查人员库"),
        ({"lines": [], "more": ""}, "检查清单须有"),
        ({"more": "字" * 61}, "超过 60 字"),
        ({"more": "一样\n一样"}, "不能重复"),
        ({"tiers": []}, "河段"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(cast, enter, more, words):
    answer = enter(cast.clerk).post("/issues/campaigns/new/", form(cast, **more))
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page
    assert "more" in more or "渔网" in page
    assert not Campaign.objects.exists()


def test_one_person_is_drawn_under_one_post(cast):
    both = somebody(cast, "兼任", cast.county, Role.PATROLLER)
    both.user = cast.handler.user
    both.save()
    with pytest.raises(ValidationError, match="两个岗位"):
        draft(cast, pool=[cast.handler, both, cast.clerk])
    with pytest.raises(ValidationError, match="不在本区县"):
        draft(cast, pool=[cast.handler, cast.neighbour_clerk])


@pytest.mark.parametrize("member", ["handler", "leader", "patroller", "town_chief"])
def test_not_by_another(cast, enter, member):
    with pytest.raises(NotAllowed):
        services.plan_campaign(by=cast[member], plan=plan(cast))
    assert enter(cast[member]).post("/issues/campaigns/new/", form(cast)).status_code == 403
    assert not Campaign.objects.exists()


def test_the_list_and_its_workbook(cast, enter, django_assert_max_num_queries):
    for number in range(3):
        draft(cast, name=f"第{number}次督查")
    client = enter(cast.clerk)
    client.get("/issues/campaigns/")
    with django_assert_max_num_queries(12):
        page = client.get("/issues/campaigns/?tab=mine").content.decode()
    assert page.count("次督查") >= 3 and "草拟" in page
    book = client.get("/issues/campaigns/?tab=all&export=xlsx")
    assert book.status_code == 200 and b"".join(book).startswith(b"PK")
