"""The homes of rivers and reaches: tabs in one order, each an address that opens for whom it is shown, and stays in scope."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from hezhang.core.accounts.rules import sees_business
from rivers.registry import homes

pytestmark = pytest.mark.apart

# The whole order; rooms that are not there yet leave their place open.
ORDER = ["概览", "河段与河长", "地图", "一河一档", "涉河对象", "水质", "一河一策", "问题", "巡河", "公示牌", "沿革"]
RIVER = [title for title in ORDER if title in {tab.title for tab in homes.RIVER.tabs}]
REACH = [title for title in ORDER if title in {tab.title for tab in homes.REACH.tabs}]
MEMBERS = ["clerk", "leader", "town_chief", "village_chief", "patroller", "handler"]


def tabs_of(client, url: str) -> dict[str, str]:
    """Title → address of the tabs on a page."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return {link.text: link["href"] for link in page.select(".home-tabs a")}


def test_the_whole_order():
    assert [tab.title for tab in homes.RIVER.tabs] == RIVER
    assert [tab.title for tab in homes.REACH.tabs] == REACH
    assert {"概览", "河段与河长", "地图", "水质", "问题", "巡河", "公示牌", "沿革"} <= set(RIVER)
    assert {"概览", "地图", "问题", "巡河", "公示牌", "沿革"} <= set(REACH)


@pytest.mark.parametrize("key", MEMBERS)
def test_a_tab_that_shows_opens_and_is_the_current_one(cast, enter, key):
    client = enter(cast[key])
    for row in (cast.river, cast.village_reach):
        shown = tabs_of(client, row.get_absolute_url())
        assert shown
        for title, url in shown.items():
            answer = client.get(url)
            assert answer.status_code == 200, title
            page = BeautifulSoup(answer.content, "html.parser")
            assert [one.text for one in page.select('.home-tabs [aria-current="page"]')] == [title]
            assert row.name in page.select_one("h1").text


def test_a_tab_of_a_rule_that_refuses_is_left_out(cast, enter):
    assert list(tabs_of(enter(cast.clerk), cast.river.get_absolute_url())) == RIVER
    handler = list(tabs_of(enter(cast.handler), cast.river.get_absolute_url()))
    assert handler == [title for title in RIVER if title != "巡河"]


@pytest.mark.parametrize("kind", ["river", "reach"])
def test_no_tab_opens_outside_the_scope(cast, enter, kind):
    home, row = {"river": (homes.RIVER, cast.river), "reach": (homes.REACH, cast.village_reach)}[kind]
    client = enter(cast.neighbour_clerk)
    for tab in home.tabs:
        assert client.get(reverse(tab.url_name, args=[row.pk])).status_code == 404, tab.key


def test_two_tabs_of_one_key_are_a_mistake():
    home = homes.Home()
    home.add("a", "甲", "rivers:river", order=10)
    home.add("a", "甲", "rivers:river", order=10)
    assert len(home.tabs) == 1
    with pytest.raises(ValueError, match="two tabs"):
        home.add("a", "乙", "rivers:reach", order=20, rule=sees_business)
