"""Pages by role: what shows, what is refused and why; query counts that do not grow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.rounds import services
from assessment.rounds.models import Round, ScoreRow
from hezhang.core.audit.models import Entry
from tests import cast as people
from tests.assessment import build

pytestmark = pytest.mark.story_until("2026-10-08")

OFFICE = {"clerk", "head"}
READERS = {
    "city_chief",
    "county_chief",
    "town_chief",
    "village_chief",
    "village2_chief",
    "patroller",
    "leader",
} | OFFICE


@pytest.fixture
def round_(cast) -> Round:
    for n in range(3):
        build.issue(cast, date(2026, 8, 10 + n), done=date(2026, 8, 10))
    return build.computed(cast)


def at(name, *args) -> str:
    return reverse(f"assessment:{name}", args=args)


@pytest.mark.parametrize("key", people.KEYS)
def test_who_opens_the_round(cast, enter, round_, key):
    status = enter(cast[key]).get(at("round", round_.pk)).status_code
    neighbours = {"neighbour_chief": 404, "neighbour_clerk": 404}
    assert status == (200 if key in READERS else neighbours.get(key, 403))


@pytest.mark.parametrize(("key", "status"), [("town_chief", 200), ("village_chief", 200), ("neighbour_chief", 404)])
def test_a_chief_opens_the_own_town(cast, enter, round_, key, status):
    town = round_.subjects.get(region=cast.town)
    score = build.score_of(round_, cast.town, "on_time_rate")
    client = enter(cast[key])
    assert client.get(town.get_absolute_url()).status_code == status
    assert client.get(score.get_absolute_url()).status_code == status


def test_a_chief_does_not_open_another_town(cast, enter, round_):
    client, other = enter(cast.town_chief), round_.subjects.get(region=cast.town2)
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(build.score_of(round_, cast.town2, "on_time_rate").get_absolute_url()).status_code == 404
    page = client.get(at("round", round_.pk)).content.decode()
    assert "桥头镇" in page and "柳岸镇" not in page


@pytest.mark.parametrize(
    ("key", "status"), [("leader", 200), ("clerk", 200), ("town_chief", 403), ("neighbour_clerk", 404)]
)
def test_who_downloads(cast, enter, round_, key, status):
    answer = enter(cast[key]).get(at("report", round_.pk))
    assert answer.status_code == status
    assert Entry.objects.filter(action="round.export").count() == (1 if status == 200 else 0)
    if status == 200:
        assert b"".join(answer.streaming_content).startswith(b"PK")


def test_pages_do_not_ask_more_for_more(cast, enter, round_):
    client, score = enter(cast.clerk), build.score_of(round_, cast.town, "on_time_rate")
    pages = [
        at("round", round_.pk),
        at("subject", score.subject_id),
        at("score", score.pk),
        at("rounds"),
        at("schemes"),
    ]
    few = [queries(client, page) for page in pages]
    for n in range(3):
        code = f"99010211{n}000"
        town = type(cast.town).objects.create(code=code, name=f"镇{n}", tier="town", parent=cast.county)
        round_.subjects.create(region=town)
        build.issue(cast, date(2026, 8, 12))
    services.compute(round_, by=None, at=build.AFTER)
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 15


def queries(client, page) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_a_long_list_of_rows_is_paged(cast, enter, round_):
    score = build.score_of(round_, cast.town, "on_time_rate")
    ScoreRow.objects.bulk_create(ScoreRow(score=score, label=f"第 {n} 条") for n in range(120))
    client = enter(cast.clerk)
    first = client.get(score.get_absolute_url()).content.decode()
    assert "共 3 页" in first and "第 119 条" not in first
    assert "第 119 条" in client.get(score.get_absolute_url() + "?page=3").content.decode()
    assert client.get(score.get_absolute_url() + "?page=x").status_code == 200


def test_a_town_s_own_full_points_stand_in_its_cell(cast, enter, round_):
    """Where 水质 does not take part its points go to the other groups: the head says 10, the cell says its own."""
    page = enter(cast.clerk).get(at("round", round_.pk)).content.decode()
    assert "满分 10<" in page and "满分 12.50" in page and "格内另注“满分”的" in page
