"""What stands behind each door is what its page shows."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hezhang.core.accounts.models import Post
from hezhang.core.api.models import ApiRead
from rivers.chiefs.services import dismiss
from rivers.lines.services import draw_line
from tests.api.conftest import program
from tests.cast import SINCE

LINE = [(30.20, 120.00), (30.21, 120.01), (30.22, 120.03)]


def rows(answer) -> list[dict]:
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["results"]


def test_phones_are_masked_as_on_the_page_whoever_the_token_stands_for(read, enter, cast):
    cast.town_chief.user.phone = "13812345678"
    cast.town_chief.user.save()
    page = enter(cast.head).get("/rivers/chiefs/").content.decode()
    for post in (cast.head, cast.town_chief, cast.leader):
        answer = read(post, "tenures/")
        told = {row["phone"] for row in rows(answer)} - {""}
        assert told == {"138****5678"} and "13812345678" not in answer.content.decode() and told.pop() in page


def test_no_door_tells_a_whole_phone(made, cast, several):
    for post in cast.members.values():
        post.user.phone = f"139{post.user_id:08d}"
        post.user.save()
    client = program(made(cast.head).secret)
    for path in (
        "regions",
        "rivers",
        "reaches",
        "tenures",
        "signboards",
        "sections",
        "section-months",
        "assets",
        "plans",
        "plan-tasks",
    ):
        assert "1390000" not in client.get(f"/api/v1/{path}/?page_size=500").content.decode()


def test_tenures_are_those_of_the_day(read, cast):
    yesterday = timezone.localdate() - timedelta(days=1)
    tenure = cast.town_chief.tenures.get()
    dismiss(tenure, yesterday, by=cast.clerk)
    assert "乔立本" not in [row["name"] for row in rows(read(cast.head, "tenures/"))]
    assert "乔立本" in [row["name"] for row in rows(read(cast.head, "tenures/", f"on={yesterday}"))]
    assert rows(read(cast.head, "tenures/", "on=2020-01-01")) == []
    assert read(cast.head, "tenures/", "on=2026-02-30").status_code == 400
    assert read(cast.head, f"tenures/{tenure.pk}/").json()["ends_on"] == str(yesterday)


@pytest.mark.clock("2026-11-25T12:00")
def test_boards_say_what_their_list_says(read, cast, several, enter):
    told = rows(read(cast.head, "signboards/", "tab=stale"))
    page = enter(cast.head).get("/rivers/signboards/?tab=stale").content.decode()
    assert {row["code"] for row in told} == {"B2", "B3", "B4"}
    assert all(row["state"].startswith("超期") and row["state"] in page for row in told)


def test_sections_and_their_months(read, cast, several):
    found = {row["code"]: row for row in rows(read(cast.head, "sections/"))}
    assert (found["S2"]["latest_class"], found["S2"]["is_met"], found["S1"]["is_met"]) == (4, False, None)
    month = rows(read(cast.head, "section-months/", "section=S2"))[0]
    assert month["readings"] == {"nh3n": "1.20"} and (month["month"], month["is_met"]) == ("2026-08-01", False)
    assert rows(read(cast.head, "section-months/", "until=2026-07-01")) == []
    assert rows(read(cast.town_chief, "section-months/")) == []


def test_lines_are_geojson_in_wgs84(made, cast):
    draw_line(cast.town_reach, LINE, by=cast.clerk, seen=0, sure=True)
    client = program(made(cast.town_chief).secret)
    answer = client.get("/api/v1/reaches.geojson?tier=town")
    told = json.loads(b"".join(answer.streaming_content))
    assert answer["Content-Type"] == "application/geo+json"
    (feature,) = told["features"]
    assert feature["geometry"]["coordinates"][0] == [120.0, 30.2] and feature["properties"]["code"] == "R1-town"
    row = ApiRead.objects.get()
    assert (row.door, row.times, row.rows) == ("reaches.geojson", 1, 1)


@pytest.mark.parametrize(
    ("box", "count"), [("119.9,30.1,120.1,30.3", 1), ("10,10,11,11", 0), ("1,2,3", 400), ("a,b,c,d", 400)]
)
def test_lines_of_a_box(made, cast, box, count):
    draw_line(cast.town_reach, LINE, by=cast.clerk, seen=0, sure=True)
    answer = program(made(cast.head).secret).get(f"/api/v1/reaches.geojson?bbox={box}")
    found = 400 if answer.status_code == 400 else len(json.loads(b"".join(answer.streaming_content))["features"])
    assert found == count


def test_lines_of_another_town_are_not_told(made, cast):
    draw_line(cast.village_reach, LINE, by=cast.clerk, seen=0, sure=True)
    for post, count in ((cast.town_chief, 1), (_sibling(cast), 0)):
        answer = program(made(post).secret).get("/api/v1/reaches.geojson")
        assert len(json.loads(b"".join(answer.streaming_content))["features"]) == count


def _sibling(cast) -> Post:
    return Post.objects.create(user=cast.leader.user, role="leader", region=cast.town2, starts_on=SINCE)


def test_a_reach_that_has_ended_says_so_and_is_left_out_where_only_those_in_use_are_asked(read, cast):
    reach = cast.village2_reach
    reach.ended_on = date(2026, 1, 1)
    reach.save()
    assert {row["id"]: row["ended_on"] for row in rows(read(cast.head, "reaches/"))}[reach.pk] == "2026-01-01"
    assert reach.pk not in {row["id"] for row in rows(read(cast.head, "reaches/", "tab=all"))}
    assert read(cast.head, f"reaches/{reach.pk}/").json()["ended_on"] == "2026-01-01"


def test_regions_by_tier_and_parent(read, cast):
    assert [row["name"] for row in rows(read(cast.head, "regions/", "tier=town"))] == ["桥头镇", "柳岸镇"]
    assert len(rows(read(cast.town_chief, "regions/", "parent=990102101000"))) == 2
    assert read(cast.town_chief, "regions/990102102000/").status_code == 404


def test_assets_say_what_their_fields_say_today(read, cast, several):
    told = rows(read(cast.head, "assets/", f"river={cast.river.pk}"))
    assert len(told) == 3 and all("其他排口" in row["fields_today"].values() for row in told)
    assert rows(read(cast.town_chief, "assets/")) == []
