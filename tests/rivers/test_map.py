"""The map: whose lines, which colours on which day, what is in view, and the panel of what was chosen."""

import gzip
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hezhang.core.kernel.choices import Tier
from hezhang.core.kernel.tiles import tile_hosts, tile_urls
from rivers.boards.models import Signboard
from rivers.boards.services import create_signboard
from rivers.chiefs.services import dismiss
from rivers.lines.services import draw_line, draw_shape
from rivers.map.facts.colourings import HELD, NEVER, VACANT, vacancy_of, water_of
from rivers.registry.models import Reach
from rivers.registry.services import create_reach, create_river
from rivers.water.services import create_section, record_month

pytestmark = pytest.mark.story_until("2026-07-01")

WIDE = "119,27,122,29"
PARTS = ["map", "map_lines", "map_points", "map_colours", "map_rows"]


def lay(reach, lat=28.0, lng=120.0, km=2):
    """A straight line from west to east."""
    return draw_line(reach, [(lat, lng), (lat + 0.001, lng + km / 200), (lat, lng + km / 100)], by=None, sure=True)


@pytest.fixture
def lines(cast):
    return [lay(cast.county_reach), lay(cast.town_reach), lay(cast.village_reach, 28.1)]


def told(client, name, **query):
    answer = client.get(reverse(f"rivers:{name}"), query)
    assert answer.status_code == 200, answer.content.decode()[:300]
    return answer.json()


def test_lines_are_those_of_the_own_region(cast, enter, lines):
    of = {who: {row[0] for row in told(enter(cast[who]), "map_lines")["lines"]} for who in ("clerk", "village_chief")}
    assert of["clerk"] == {line.reach_id for line in lines}
    assert of["village_chief"] == {cast.village_reach.pk}
    assert told(enter(cast.neighbour_clerk), "map_lines") == {"lines": [], "names": {}, "shapes": []}


def ticked(client, name="rivers:map", *args) -> set[str]:
    page = BeautifulSoup(client.get(reverse(name, args=args)).content, "html.parser")
    return {box["value"] for box in page.select("[name=kinds][checked]")}


def test_boards_are_drawn_from_the_first_where_any_has_a_position(cast, enter, board):
    client = enter(cast.clerk)
    assert "board" not in ticked(client)
    Signboard.objects.filter(pk=board.pk).update(lat=28.1, lng=120.0)
    assert "board" in ticked(client) and "board" in ticked(client, "rivers:river_map", cast.river.pk)
    assert "board" not in ticked(client, "issues:ledger_map")
    assert "board" not in ticked(enter(cast.neighbour_clerk))
    Signboard.objects.filter(pk=board.pk).update(ended_on=timezone.localdate() - timedelta(days=1))
    assert "board" not in ticked(enter(cast.clerk))


def test_lines_travel_once_until_one_changes(cast, enter, lines):
    client, url = enter(cast.clerk), reverse("rivers:map_lines")
    mark = client.get(url)["ETag"]
    assert client.get(url, headers={"If-None-Match": mark}).status_code == 304
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == client.get(url).content
    assert packed["ETag"] == f"W/{mark}" and "Accept-Encoding" in packed["Vary"]
    assert client.get(url, headers={"If-None-Match": packed["ETag"], "Accept-Encoding": "gzip"}).status_code == 304
    lay(cast.village_reach, 28.2)
    assert client.get(url, headers={"If-None-Match": mark}).status_code == 200


def test_vacancy_is_that_of_the_day(cast):
    today = timezone.localdate()
    dismiss(cast.village_reach.tenures.get(), on=today - timedelta(days=10), by=None)
    create_reach(
        by=None,
        river=cast.river,
        tier=Tier.VILLAGE,
        region=cast.village2,
        code="NEW",
        name="新段",
        parent=cast.town_reach,
    )
    reaches = Reach.objects.filter(tier=Tier.VILLAGE)

    def on(day):
        found = vacancy_of(cast.clerk, reaches, day)
        return {reach.code: found.get(reach.pk, NEVER) for reach in reaches}

    assert on(today) == {"R1-village": VACANT, "R1-village2": HELD, "NEW": NEVER}
    assert on(today - timedelta(days=11))["R1-village"] == HELD
    assert on(date(2020, 1, 1))["R1-village"] == NEVER


@pytest.fixture
def two_sections(cast, lines):
    """One beside the village's line (Ⅳ in March, Ⅱ in May), one far away in another town (劣Ⅴ)."""
    near = create_section(
        by=None, name="近", code="N", river=cast.river, region=cast.county, target=3, body="river", lat=28.1, lng=120.0
    )
    far = create_section(
        by=None, name="远", code="F", river=cast.river, region=cast.town2, target=3, body="river", lat=28.9, lng=121.0
    )
    for section, month, nh3n in ((near, 3, "1.2"), (near, 5, "0.4"), (far, 5, "9")):
        record_month(by=None, section=section, month=date(2026, month, 1), readings={"nh3n": nh3n})
    return near, far


def test_water_is_the_worst_of_the_own_sections_else_the_nearest(cast, two_sections):
    def of(key, day):
        return water_of(cast.clerk, Reach.objects.filter(pk=cast.places[key].pk), day).get(cast.places[key].pk)

    assert of("village_reach", date(2026, 6, 1)) == 1  # Ⅱ, the nearest
    assert of("village_reach", date(2026, 4, 1)) == 3  # Ⅳ, as it was known then
    assert of("county_reach", date(2026, 6, 1)) == 5  # 劣Ⅴ: the worst of its own
    assert of("village_reach", date(2027, 6, 1)) is None  # too old to say anything


def test_colours_name_every_reach_once(cast, enter, two_sections):
    answer = told(enter(cast.clerk), "map_colours", by="water", on="2026-06-01")
    named = [pk for shade in answer["classes"] for pk in shade["reaches"]]
    assert sorted(named) == sorted(Reach.objects.visible_to(cast.clerk).values_list("pk", flat=True))
    assert [shade["word"] for shade in answer["classes"] if shade["reaches"]] == [
        "Ⅱ类 优", "劣Ⅴ类 重度污染", "没有评价",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query", [{"by": "beauty"}, {"on": "2099-01-01"}, {"on": "yesterday"}, {"box": "1,2,3"}, {"box": "nan,0,1,1"}]
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(cast, enter, query):
    answer = enter(cast.clerk).get(reverse("rivers:map_rows"), query)
    assert answer.status_code == 422 and "。" in answer.content.decode()


def test_rows_are_what_lies_in_the_box(cast, enter, lines, board):
    board.lat, board.lng = 28.1, 120.005
    board.save()
    query = {"tiers": ["village", "town"], "kinds": "board,nothing", "box": "119.9,28.05,120.1,28.2"}
    page = enter(cast.clerk).get(reverse("rivers:map_rows"), query).content.decode()
    assert f'data-pick="reach-{cast.village_reach.pk}"' in page and "尚有田" in page
    assert f'data-pick="board-{board.pk}"' in page
    assert f'data-pick="reach-{cast.town_reach.pk}"' not in page


def lake(cast, points):
    found = create_river(by=None, name="镜湖", code="990102L0001", kind="lake", region=cast.county)
    create_reach(
        by=None, river=found, parent=None, tier=Tier.TOWN, region=cast.town, code="L1-1", name="镜湖桥头镇段",
        start_place="", end_place="", length_km=None, bank="both",
    )  # fmt: skip
    return draw_shape(found, points, by=None).river


@pytest.mark.parametrize("points", [[(28, 120), (28.01, 120), (28.01, 120.01)], [(28, 120)]])
def test_a_lake_is_in_the_picture_in_the_table_and_tells_who_answers(cast, enter, points):
    found, client = lake(cast, points), enter(cast.clerk)
    is_drawn = len(points) > 2
    assert [row[0] for row in told(client, "map_lines")["shapes"]] == [found.pk] * is_drawn
    assert [row[0] for row in told(client, "map_points", kind="river")["points"]] == [found.pk] * (not is_drawn)
    rows = client.get(reverse("rivers:map_rows"), {"box": WIDE, "kinds": "river"}).content.decode()
    assert f'data-pick="river-{found.pk}"' in rows and "湖泊" in rows
    panel = client.get(reverse("rivers:map_river", args=[found.pk])).content.decode()
    assert "镜湖桥头镇段" in panel and "无责任河长" in panel and found.get_absolute_url() in panel
    assert enter(cast.neighbour_clerk).get(reverse("rivers:map_river", args=[found.pk])).status_code == 404


def test_a_reach_is_split_from_the_map_by_who_keeps_it_and_has_a_line(cast, enter, lines):
    offered = 'data-map-split="' + reverse("rivers:split_reach", args=[cast.village_reach.pk])
    url = reverse("rivers:map_reach", args=[cast.village_reach.pk])
    assert offered in enter(cast.clerk).get(url).content.decode()
    assert offered not in enter(cast.village_chief).get(url).content.decode()
    without = reverse("rivers:map_reach", args=[cast.village2_reach.pk])
    assert "data-map-split" not in enter(cast.clerk).get(without).content.decode()


def test_the_panel_says_who_answers_at_every_tier_on_that_day(cast, enter, lines):
    url = reverse("rivers:map_reach", args=[cast.village_reach.pk])
    page = enter(cast.clerk).get(url).content.decode()
    assert [name for name in ("季明河", "乔立本", "尚有田") if name in page] == ["季明河", "乔立本", "尚有田"]
    assert "尚有田" not in enter(cast.clerk).get(url, {"on": "2020-01-01"}).content.decode()


def grow(cast, count):
    for number in range(count):
        river = create_river(by=None, name=f"新河{number}", kind="river", code=f"990102R8{number}", region=cast.county)
        facts = {"tier": Tier.VILLAGE, "region": cast.village2, "code": f"G{number}", "name": f"新河{number}段"}
        reach = create_reach(by=None, river=river, **facts)
        lay(reach, 28.3)
        create_signboard(
            by=None, reach=reach, code=f"N{number}", place="桥", renewed_on=date(2026, 1, 1), lat=28.3, lng=120.0
        )


@pytest.mark.parametrize("name", PARTS)
def test_a_part_costs_the_same_however_many(cast, enter, two_sections, board, name):
    client, costs = enter(cast.clerk), []
    query = {"box": WIDE, "tiers": list(Tier.values), "kinds": "board,section,issue"}
    for more in (0, 3):
        grow(cast, more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"rivers:{name}"), query).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15


def test_tiles_are_allowed_where_they_come_from_and_nowhere_else():
    urls = tile_urls(["https://t{s}.example.gov.cn/{z}/{x}/{y}?tk={key}"], "abc")
    assert urls == ["https://t{s}.example.gov.cn/{z}/{x}/{y}?tk=abc"]
    assert (
        tile_hosts(urls)[:2] == ["https://t0.example.gov.cn", "https://t1.example.gov.cn"]
        and len(tile_hosts(urls)) == 8
    )
    assert tile_hosts([]) == []
    for wrong in ("ftp://a/{z}/{x}/{y}", "https://a/tiles.png", "https://a/{z}/{x}/{y} https://b/{z}/{x}/{y}"):
        with pytest.raises(ValueError, match=r"瓦片|空格"):
            tile_urls([wrong], "")
