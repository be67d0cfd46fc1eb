"""分区水质: town by town, and each figure opens to exactly as many rows."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rivers.water.services import create_section, record_month

URL = reverse("rivers:water_regions")
pytestmark = [pytest.mark.story_until("2026-07-01"), pytest.mark.apart]


@pytest.fixture
def filed(cast, section):
    """A section of the county, one of the town and one of its village, over three months; one of them dry in May."""
    facts = {"river": cast.river, "target": 3, "body": "river"}
    town = create_section(by=None, name="镇断面", code="T1", region=cast.town, **facts)
    village = create_section(by=None, name="村断面", code="V1", region=cast.village, **facts)
    figures = {section: ("0.4", "1.6", "0.4"), town: ("0.4", "0.4", "2.5"), village: ("0.9", "0.9", None)}
    for one, told in figures.items():
        for number, figure in enumerate(told, 3):
            monitored = "yes" if figure else "dry"
            readings = {"nh3n": figure} if figure else {}
            record_month(by=None, section=one, month=date(2026, number, 1), readings=readings, monitored=monitored)
    return cast


def page_of(client, url=URL):
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_town_by_town_and_all_of_them(filed, enter):
    page = page_of(enter(filed.clerk))
    rows = [
        [" ".join(cell.text.split()) for cell in row.select("td")] for row in page.select("table")[0].select("tbody tr")
    ]
    assert [row[0] for row in rows] == ["澄江区本级", "桥头镇", "合计"]
    # 断面, Ⅰ–劣Ⅴ, 参评, 达标, 未参评: the town has one 劣Ⅴ and one that was dry.
    assert rows[1][1:] == ["2", "0", "0", "0", "0", "0", "1 100%", "1", "0", "1"]
    assert rows[2][1] == "3" and rows[2][8:] == ["2", "1 50%", "1"]
    year = [
        [" ".join(cell.text.split()) for cell in row.select("td")] for row in page.select("table")[1].select("tbody tr")
    ]
    assert year[1][1:] == ["—", "—", "2 / 2", "2 / 2", "0 / 1", "4 / 5 80%"]
    assert year[0][3:] == ["1 / 1", "0 / 1", "1 / 1", "2 / 3 66%"]


@pytest.mark.parametrize("key", ["clerk", "leader", "town_chief", "village_chief", "handler"])
def test_every_figure_opens_to_as_many_rows(filed, enter, key):
    client = enter(filed[key])
    links = page_of(client).select("table a")
    assert links or key == "handler"
    for link in links:
        rows = page_of(client, URL + link["href"].split("#")[0]).select("[data-rows] tbody tr")
        assert len(rows) == int(link.text), link["href"]


def test_another_month_and_what_is_no_month(filed, enter):
    client = enter(filed.clerk)
    assert "2026年3月" in page_of(client, f"{URL}?month=2026-03").h1.text
    for typed in ("2026-13", "0000-01", "x", "%00", "2026-03&kind=met&region=x&at=zz", "2026-03&kind=nothing"):
        page_of(client, f"{URL}?month={typed}")
    assert "还没有填报水质" in page_of(client, f"{URL}?month=2020-03").text


def test_the_scope_is_that_of_the_sections(filed, enter):
    assert "镇断面" not in page_of(enter(filed.neighbour_clerk), f"{URL}?month=2026-05&kind=assessed").text
    assert enter(filed.system_admin).get(URL).status_code == 403
    assert URL in enter(filed.leader).get(reverse("rivers:sections")).content.decode()


def test_it_costs_the_same_with_more_sections(filed, enter):
    client, costs, url = enter(filed.clerk), [], f"{URL}?month=2026-05&kind=assessed"
    client.get(url)
    for more in (0, 5):
        for number in range(more):
            facts = {"river": filed.river, "target": 3, "body": "river", "region": filed.village2}
            one = create_section(by=None, name=f"断面{number}", code=f"M{number}", **facts)
            record_month(by=None, section=one, month=date(2026, 5, 1), readings={"nh3n": "0.4"})
        with CaptureQueriesContext(connection) as asked:
            text = page_of(client, url).text
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 15 and re.search(r"合计 参评（7 个断面月）", text)
