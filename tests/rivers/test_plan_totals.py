"""Totals by river and by town: each figure is the number of rows that its link opens."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from rivers.plans.facts.totals import totals_of
from tests.rivers import planning


def rows_behind(client, url):
    page = client.get(url).content.decode()
    return int(re.search(r"共 (\d+) 条", page)[1]) if "共 " in page else 0


@pytest.fixture
def several(cast):
    """Two plans with tasks of a town, a village and the county, done, overdue and open, this year and the next."""
    for kind, river in (("river", cast.river), ("book", None)):
        facts = {"kind": kind, "river": river, "title": kind} | ({} if river else {"region": cast.county})
        plan = planning.drawn(cast, **facts)
        for number, (days, owner) in enumerate(
            [(-30, {"reach": cast.town_reach}), (-20, {"reach": cast.village_reach}), (20, {"reach": None, "department": cast.bureau}),
             (200, {"reach": cast.town_reach})]
        ):  # fmt: skip
            planning.task(cast, plan, name=f"{kind}{number}", due_on=planning.today() + timedelta(days=days), **owner)
        plan.state, plan.approved_on = "in_force", planning.today()
        plan.save()
        planning.report(cast, plan.tasks.get(serial=1), "3.5")
        planning.report(cast, plan.tasks.get(serial=3), "1")


@pytest.mark.apart
@pytest.mark.parametrize("who", ["clerk", "town_chief", "leader"])
@pytest.mark.parametrize("kind", ["", "book"])
def test_every_figure_opens_to_its_rows(cast, several, enter, who, kind):
    client, total = enter(cast[who]), 0
    for year in {(planning.today() + timedelta(days=days)).year for days in (-30, -20, 20, 200)}:
        whole, by_river, by_town = totals_of(cast[who], year, kind, planning.today())
        page = client.get(reverse("rivers:plan_totals"), {"year": year, "kind": kind}).content.decode()
        for one in (whole, *by_river, *by_town):
            for url, number in ((one.planned_url, one.planned), (one.done_url, one.done), (one.late_url, one.late)):
                assert rows_behind(client, url) == number, (one.label, url)
                assert url in unescape(page)
        for table in (by_river, by_town):
            assert sum(one.planned for one in table) == whole.planned and sum(one.late for one in table) == whole.late
        total += whole.planned
    assert total == {"": 8, "book": 4}[kind] - (
        2 if who == "town_chief" and not kind else 1 if who == "town_chief" else 0
    )


def test_nonsense_in_the_address_is_the_year_of_today(cast, enter):
    page = enter(cast.clerk).get(reverse("rivers:plan_totals"), {"year": "x", "kind": "<b>"}).content.decode()
    assert f"{planning.today().year}年的任务" in page
