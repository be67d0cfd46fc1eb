"""The overview of a river and of a reach: who answers, and figures of which each opens to exactly as many rows as it says."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.kernel.choices import Tier
from issues.ledger import services as ledger
from issues.ledger.models import Category, Issue
from patrols.walks.services import submit_patrol
from rivers.acting.services import begin_acting
from rivers.chiefs.services import appoint
from rivers.cutting.services import split_reach
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from rivers.registry.services import create_reach
from rivers.water.services import record_month
from tests.cast import SINCE

# Norms and readings are told in dates of 2026.
pytestmark = [pytest.mark.clock("2026-11-25T12:00"), pytest.mark.apart]
MEMBERS = ["clerk", "leader", "handler", "town_chief", "village_chief", "patroller"]
OWED = ["河段", "无责任河长", "水质（10 月）", "未达标断面", "在办问题", "已超期", "本季未巡", "公示牌应更新"]


@pytest.fixture
def world(cast, section, board):
    """A reach without a chief, a section worse than its target, a stale board, open issues of which one is overdue."""
    facts = {"river": cast.river, "region": cast.village, "reach": cast.village_reach, "source": "hotline"}
    issues = [ledger.report(by=cast.clerk, text=f"第 {number} 处", **facts) for number in range(3)]
    ledger.register(issues[0], cast.clerk, category=Category.objects.first(), severity="minor", track="instant")
    ledger.dispatch(issues[0], cast.clerk, unit=cast.bureau, requirement="清理")
    Issue.objects.filter(pk=issues[0].pk).update(due_on=date(2026, 11, 1), due_sort=date(2026, 11, 1))
    facts = {"river": cast.river, "tier": Tier.VILLAGE, "parent": cast.town_reach}
    create_reach(by=None, region=cast.village2, code="G1", name="空段", **facts)
    record_month(by=None, section=section, month=date(2026, 10, 1), readings={"nh3n": "1.6"})
    new = Post.objects.create(user=cast.village2_chief.user, role=Role.CHIEF, region=cast.village, starts_on=SINCE)
    appoint(by=None, post=new, reach=cast.village_reach, kind="responsible", starts_on=date(2026, 11, 2))
    return cast


def page_of(client, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def figures(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """Label → (value, where it leads)."""
    stats = page.select(".home-stats .stat")
    return {one.select_one(".stat-label").text: (one.select_one(".stat-value").text, one["href"]) for one in stats}


def rows_behind(page: BeautifulSoup) -> int:
    """How many rows a tab shows: of a list, as it says itself; else of the table that is marked."""
    said = re.search(r"共 (\d+) 条", page.text) if page.select_one("#list") else None
    return int(said[1]) if said and not page.select("[data-rows]") else len(page.select("[data-rows] tbody tr"))


@pytest.mark.parametrize("key", MEMBERS)
@pytest.mark.parametrize("kind", ["river", "village_reach"])
def test_every_figure_opens_to_as_many_rows(world, enter, key, kind):
    client, shown = enter(world[key]), getattr(world, kind)
    told = figures(page_of(client, shown.get_absolute_url()))
    counted = {
        label: (int(re.match(r"\d+", value)[0]), url) for label, (value, url) in told.items() if value[0].isdigit()
    }
    assert len(counted) >= 3
    assert {label: number for label, (number, _) in counted.items()} == {
        label: rows_behind(page_of(client, url)) for label, (_, url) in counted.items()
    }


def test_the_office_is_told_all_of_it(world, enter):
    told = figures(page_of(enter(world.clerk), world.river.get_absolute_url()))
    # Rooms that come later have their figures between these.
    assert [label for label in told if label in OWED] == OWED
    values = {label: value for label, (value, _) in told.items()}
    assert values["河段"] == "5段" and values["无责任河长"] == "1段" and values["公示牌应更新"] == "1块"
    assert values["水质（10 月）"] == "Ⅴ类目标Ⅲ类" and values["未达标断面"] == "1/ 1 个"
    assert values["在办问题"] == "3件" and values["已超期"] == "1件"
    assert int(re.match(r"\d+", values["本季未巡"])[0]) > 0


def test_a_handling_unit_is_told_of_its_own_problems_and_of_no_walks(world, enter):
    told = figures(page_of(enter(world.handler), world.river.get_absolute_url()))
    assert "本季未巡" not in told and told["在办问题"][0] == "1件"


def test_four_tiers_answer_for_a_river_and_a_vacancy_is_said(world, enter):
    User.objects.filter(pk=world.town_chief.user_id).update(phone="18800001234")
    page = page_of(enter(world.clerk), world.river.get_absolute_url())
    tiers = [one.text for one in page.select(".tiers dt")]
    assert tiers == ["市级", "区县级", "乡镇级", "村级"]
    lines = [" ".join(one.text.split()) for one in page.select(".tiers dd")]
    assert lines[0] == "没有这一级河段" and "季明河" in lines[1]
    assert all(word in lines[2] for word in ("乔立本", "镇长", "188****1234", "澄溪桥头镇段"))
    assert "空缺" in lines[3] and "夏守信" in lines[3]
    links = [one["href"] for one in page.select(".tiers a")]
    assert world.town_reach.get_absolute_url() in links and f"/people/{world.town_chief.user_id}/" in links


def test_a_village_sees_who_is_above_it_without_links_to_where_it_may_not_go(world, enter):
    page = page_of(enter(world.village_chief), world.river.get_absolute_url())
    assert "季明河" in page.select_one(".tiers").text
    links = {one["href"] for one in page.select(".tiers a")}
    assert links == {world.village_reach.get_absolute_url()}


def grow(cast, count: int) -> None:
    """``count`` more villages with a reach and a chief of their own."""
    for number in range(count):
        reach = Reach.objects.create(
            river=cast.river,
            parent=cast.town_reach,
            tier=Tier.VILLAGE,
            region=cast.village2,
            code=f"N{number}",
            name="新",
        )
        post = Post.objects.create(user=cast.leader.user, role=Role.CHIEF, region=cast.village2, starts_on=SINCE)
        appoint(by=None, post=post, reach=reach, kind="responsible", starts_on=SINCE)


@pytest.fixture
def busy(world, successor):
    """All that there is only now and then, too: a chief on leave whose stand-in walked, an open sheet, a reach that was cut."""
    today = timezone.localdate()
    facts = {"starts_on": today, "ends_on": today + timedelta(days=9), "reason": "学习"}
    begin_acting(world.village2_chief, by=world.clerk, post=world.town_chief, **facts)
    start = timezone.now() - timedelta(minutes=40)
    ends = {"started_at": start, "ended_at": start + timedelta(minutes=30)}
    submit_patrol(by=world.town_chief, client_id=uuid4(), reach=world.village2_reach, **ends)
    appoint(by=world.clerk, post=successor, reach=world.village_reach, kind="responsible", starts_on=today)
    draw_line(world.village_reach, [(27.93, 120.8 + step * 0.0005) for step in range(100)], by=world.clerk)
    split_reach(world.village_reach, 0.5, names=("上", "下"), codes=("C1", "C2"), on=today, by=world.clerk)
    return world


# Four of them are the shell's own; what rooms count is counted in one; how often chiefs walked takes five.
@pytest.mark.parametrize("kind", ["river", "town_reach", "village_reach", "village2_reach"])
@pytest.mark.parametrize("story", ["world", "busy"])
def test_an_overview_costs_the_same_with_more_reaches(request, story, enter, kind):
    cast = request.getfixturevalue(story)
    client, url, costs = enter(cast.clerk), getattr(cast, kind).get_absolute_url(), []
    client.get(url)
    for more in (0, 6):
        grow(cast, more)
        with CaptureQueriesContext(connection) as asked:
            page_of(client, url)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 15, "\n".join(one["sql"][:200] for one in asked)


def test_missed_walks_are_named_one_by_one(world, enter):
    page = page_of(enter(world.clerk), f"/patrols/rivers/{world.river.pk}/?only=missed")
    rows = page.select("[data-rows] tbody tr")
    assert rows and all(int(row.select("td")[4].text) < int(row.select("td")[3].text) for row in rows)
    # Nothing that still runs is blamed on anybody.
    assert timezone.localdate() - timedelta(days=timezone.localdate().weekday()) == date(2026, 11, 23)
    assert "11月23日" not in page.text
