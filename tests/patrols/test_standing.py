"""What is asked of a walk goes to the phone with its page and its pack, and the receipt says what was met; nothing where nothing is on."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from patrols.norms.models import KindRule, Threshold
from patrols.walks.models import Patrol

BASIS = "澄河办〔2026〕9 号"


@pytest.fixture
def page(cast, enter):
    """What the walk page of the village chief tells its script; None where it says nothing."""

    def _page(reach=None, who="village_chief"):
        answer = enter(cast[who]).get(f"/patrols/walk/?reach={(reach or cast.village_reach).pk}")
        told = BeautifulSoup(answer.content, "html.parser").select_one("[data-walk]").get("data-asks")
        return None if told is None else json.loads(told)

    return _page


@pytest.fixture
def pack(cast, enter):
    return lambda: enter(cast.village_chief).get("/parcels/pack/").json()["asks"]


def switch_on(tier="village", **asked) -> None:
    Threshold.objects.filter(tier=tier).update(is_on=True, basis=BASIS, **asked)


def test_where_nothing_is_switched_on_nothing_is_said(page, pack):
    assert page() is None and pack()["of"] == {}


def test_the_figures_come_with_the_page_and_with_the_pack(cast, page, pack, walk):
    last = walk().patrol
    switch_on(minutes=20, hours=4, km=Decimal("1.5"), share=60)
    told = page()
    # 60 % of a reach that has no line cannot be reckoned.
    assert told["want"] == {"minutes": 20, "hours": 4, "km": 150}
    assert told["last"] == int(last.ended_at.timestamp() * 1000)
    assert (told["not"], told["tells_kind"]) == ([], False)
    packed = pack()
    assert packed["same"] | packed["of"][str(cast.village_reach.pk)] == told


def test_other_tiers_are_asked_nothing(page):
    switch_on(minutes=20)
    assert page(who="town_chief") is None


def test_kinds_are_told_where_they_differ(page):
    KindRule.objects.filter(way="entered").update(village="not", basis=BASIS)
    assert page() is None
    KindRule.objects.filter(way="drone").update(village="not", basis=BASIS)
    told = page()
    assert told["tells_kind"] and "drone" in told["not"] and told["kinds"]["drone"] == "无人机巡河"
    assert told["said"]["kind"][1] == "{have}这种方式不计入巡河次数"


def receipt(cast, enter, patrol: Patrol) -> str:
    return enter(cast.village_chief).get(f"/patrols/{patrol.pk}/receipt/").content.decode()


def test_the_receipt_says_each_rule_once(cast, enter, walk):
    switch_on(minutes=20, hours=40)
    now = timezone.now()
    walk(started_at=now - timedelta(hours=9), ended_at=now - timedelta(hours=8))
    patrol = walk().patrol
    words = receipt(cast, enter, patrol)
    assert words.count("已走 20 分钟，达到要求的 20 分钟") == 1
    assert words.count("距上次巡河 7 小时，要求 40 小时，还差 33 小时") == 1


def test_a_receipt_read_later_says_nothing_of_rules_that_came_later(cast, enter, walk):
    patrol = walk().patrol
    assert "要求" not in receipt(cast, enter, patrol).split("接下来")[0]
    switch_on(minutes=90)
    assert "要求的" not in receipt(cast, enter, patrol) and "还差 70 分钟" not in receipt(cast, enter, patrol)
