"""The reach that is nearest to where somebody stands."""

from math import sin

import pytest
from django.urls import reverse

from rivers.lines.facts import near_reaches, nearest_reach
from rivers.lines.services import draw_line

LINE = [(27.93 + 0.002 * sin(step / 9), 120.8 + step * 0.0005) for step in range(100)]


@pytest.fixture
def drawn(cast):
    for reach, points in [
        (cast.county_reach, LINE),
        (cast.town_reach, LINE),
        (cast.village_reach, LINE[:50]),
        (cast.village2_reach, LINE[49:]),
    ]:
        draw_line(reach, points, by=cast.clerk)
    return cast


def test_the_lowest_of_those_that_run_together(drawn, django_assert_num_queries):
    lat, lng = LINE[20]
    with django_assert_num_queries(2):
        found = near_reaches(lat + 0.001, lng, drawn.clerk)
    assert [one.reach for one in found] == [
        drawn.village_reach, drawn.town_reach, drawn.county_reach, drawn.village2_reach,
    ]  # fmt: skip
    assert [one.metres for one in found[:3]] == [pytest.approx(110, abs=15)] * 3
    assert nearest_reach(*LINE[80], drawn.clerk).reach == drawn.village2_reach


def test_only_of_ones_own_scope_and_only_what_is_near(drawn):
    assert nearest_reach(*LINE[20], drawn.village2_chief).reach == drawn.village2_reach
    assert nearest_reach(*LINE[20], drawn.neighbour_clerk) is None
    assert nearest_reach(LINE[20][0] + 0.03, LINE[20][1], drawn.clerk) is None
    assert nearest_reach(LINE[20][0] + 0.03, LINE[20][1], drawn.clerk, within=5000).reach == drawn.village_reach


def test_the_page_tells_it(drawn, enter):
    client, address = enter(drawn.town_chief), reverse("rivers:near")
    [first, *_] = client.get(address, {"lat": LINE[20][0], "lng": LINE[20][1]}).json()["reaches"]
    assert first["name"] == drawn.village_reach.name and first["metres"] <= 10 and first["river"] == "澄溪"
    for wrong in ({"lat": "nan", "lng": "1"}, {"lat": "91", "lng": "1"}, {}):
        assert client.get(address, wrong).status_code == 422
