"""Links everywhere, each tried: from an issue, a walk, a section, a list row and a person to the river, the reach and the chief."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from issues.ledger import services as ledger
from issues.ledger.models import Category
from patrols.walks.services import submit_patrol
from rivers.lines.services import draw_line
from rivers.registry.models import Reach
from rivers.registry.services import edit_reach, edit_river

LINE = [(28.1, 120.1), (28.11, 120.12), (28.12, 120.14)]


@pytest.fixture
def issue(cast):
    return ledger.report(
        by=cast.clerk, text="垃圾", river=cast.river, region=cast.village, reach=cast.village_reach, source="hotline"
    )


def links(client, url: str) -> set[str]:
    """Every address in the page's own part."""
    answer = client.get(url)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    return {one["href"] for one in page.select("main a[href^='/']")}


def tried(client, found: set[str], *wanted: str) -> None:
    assert set(wanted) <= found
    assert {url: client.get(url).status_code for url in wanted} == dict.fromkeys(wanted, 200)


def test_an_issue_leads_to_river_reach_and_chief(cast, enter, issue):
    river, reach = cast.river.get_absolute_url(), cast.village_reach.get_absolute_url()
    person = reverse("people:person", args=[cast.village_chief.user_id])
    client = enter(cast.clerk)
    tried(client, links(client, issue.get_absolute_url()), river, reach, person)
    walker = enter(cast.village_chief)
    found = links(walker, issue.get_absolute_url())
    tried(walker, found, river, reach)
    assert person not in found


def test_nobody_is_led_to_where_he_may_not_go(cast, enter, issue):
    """The patroller of the town sees the county's reach named, and no link to it."""
    Reach.objects.filter(pk=cast.town_reach.pk).update(parent=cast.county_reach)
    found = links(enter(cast.town_chief), cast.town_reach.get_absolute_url())
    assert cast.county_reach.get_absolute_url() not in found and cast.river.get_absolute_url() in found


def test_a_person_leads_to_reaches_and_open_problems(cast, enter, issue):
    person = reverse("people:person", args=[cast.village_chief.user_id])
    client = enter(cast.clerk)
    wanted = (cast.village_reach.get_absolute_url(), cast.river.get_absolute_url(), issue.get_absolute_url())
    tried(client, links(client, person), *wanted)
    assert not set(wanted) & links(enter(cast.system_admin), person)


def test_a_handler_leads_to_what_lies_with_the_unit(cast, enter, issue):
    ledger.register(issue, cast.clerk, category=Category.objects.first(), severity="minor", track="instant")
    ledger.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清理")
    client = enter(cast.clerk)
    page = reverse("people:person", args=[cast.handler.user_id])
    tried(client, links(client, page), issue.get_absolute_url())


def test_sections_boards_and_list_rows_lead_on(cast, enter, section, board, issue):
    client, river, reach = enter(cast.clerk), cast.river.get_absolute_url(), cast.village_reach.get_absolute_url()
    tried(client, links(client, section.get_absolute_url()), river)
    tried(client, links(client, reach), river, cast.town_reach.get_absolute_url())
    for name in ("rivers:reaches", "rivers:chiefs"):
        tried(client, links(client, reverse(name)), river, reach)
    for name in ("rivers:sections", "issues:ledger"):
        tried(client, links(client, reverse(name)), river)
    tried(client, links(client, reverse("rivers:river_boards", args=[cast.river.pk])), reach)


def test_a_walk_leads_to_reach_and_river(cast, enter):
    now = timezone.now()
    told = submit_patrol(
        by=cast.village_chief, client_id=uuid4(), reach=cast.village_reach,
        started_at=now - timedelta(minutes=21), ended_at=now - timedelta(minutes=1),
    )  # fmt: skip
    client = enter(cast.clerk)
    found = links(client, told.patrol.get_absolute_url())
    tried(client, found, cast.river.get_absolute_url(), cast.village_reach.get_absolute_url())


def acts(client, url: str) -> list[str]:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return [one.text for one in page.select(".history-act b")]


def test_the_history_of_a_river_is_one_line_of_time(cast, enter, board, section):
    edit_river(cast.river, {"basin": "东江水系"}, by=cast.clerk)
    edit_reach(cast.village_reach, {"bank": "left"}, by=cast.clerk)
    edit_reach(cast.village2_reach, {"bank": "right"}, by=cast.clerk)
    draw_line(cast.village_reach, LINE, by=cast.clerk)
    url = reverse("rivers:river_history", args=[cast.river.pk])
    told = " ".join(acts(enter(cast.clerk), url))
    for name in (cast.village_reach.name, cast.village2_reach.name, "B1", section.name):
        assert name in told
    # Whoever sees one village hears of that village alone.
    told = " ".join(acts(enter(cast.village_chief), url))
    assert cast.village_reach.name in told and cast.village2_reach.name not in told and section.name not in told


def test_the_line_of_time_is_narrowed_to_a_kind_and_turned(cast, enter):
    for number in range(35):
        edit_reach(Reach.objects.get(pk=cast.village_reach.pk), {"length_km": number + 1}, by=cast.clerk)
    edit_river(cast.river, {"basin": "东江水系"}, by=cast.clerk)
    client, url = enter(cast.clerk), reverse("rivers:river_history", args=[cast.river.pk])
    assert len(acts(client, url)) == 30
    assert len(acts(client, f"{url}?page=2")) == 6
    assert len(acts(client, f"{url}?kind=river")) == 1
    for nonsense in ("?page=0", "?page=x", "?page=99999999999", "?kind=nobody"):
        assert client.get(f"{url}{nonsense}").status_code == 200
