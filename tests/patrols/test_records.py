"""Pages of patrols that have been walked: scope, words, lists, the office's entry."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from patrols.walks.models import Patrol
from patrols.walks.rules import Position


def test_the_page_of_a_patrol_says_what_was_found(walk, seen, cast, enter):
    found = seen(text="<b>一堆</b>", measure="已清理", state="settled", lat=30.5, lng=120.25, accuracy_m=12)
    patrol = walk(findings=[found], start=Position(30.5, 120.2, 500)).patrol
    page = enter(cast.village_chief).get(patrol.get_absolute_url()).content.decode()
    for word in (
        "生活垃圾",
        "&lt;b&gt;一堆&lt;/b&gt;",
        "已清理",
        "当场解决",
        "北纬 30.500000°",
        "（±12 米）",
        "精度较差",
    ):
        assert word in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("village_chief", 200), ("town_chief", 200), ("clerk", 200), ("leader", 200), ("patroller", 200),
        ("village2_chief", 404), ("neighbour_chief", 404), ("neighbour_clerk", 404),
        ("handler", 403), ("audit_admin", 403), ("system_admin", 403),
    ],
)  # fmt: skip
def test_who_may_open_a_patrol(walk, cast, enter, who, status):
    assert enter(cast[who]).get(walk().patrol.get_absolute_url()).status_code == status


def test_a_patrol_that_does_not_count_says_why(walk, cast, enter):
    patrol = walk().patrol
    Patrol.objects.update(counting="not", counting_why="时长 3 分钟，少于规定的 10 分钟")
    assert "时长 3 分钟" in enter(cast.clerk).get(patrol.get_absolute_url()).content.decode()


def test_a_walker_sees_the_own_walks_first_and_the_region_on_asking(walk, cast, enter):
    walk()
    walk(cast.village2_chief, reach=cast.village2_reach)
    client = enter(cast.town_chief)
    assert cast.village_reach.name not in client.get("/patrols/").content.decode()
    region = client.get("/patrols/?all=1").content.decode()
    assert cast.village_reach.name in region and "phone-bar" in region
    assert cast.village_reach.name not in client.get("/patrols/?all=1&q=没有这条").content.decode()
    assert cast.village_reach.name in enter(cast.village_chief).get("/patrols/").content.decode()


def test_the_list_is_scoped_and_filtered(walk, cast, enter):
    day = timezone.localdate(walk().patrol.started_at)
    walk(cast.town_chief, reach=cast.town_reach)
    page = enter(cast.clerk).get("/patrols/?q=尚有田&tier=village").content.decode()
    assert cast.village_reach.name in page and cast.town_reach.name not in page
    assert cast.village_reach.name in enter(cast.clerk).get(f"/patrols/?days_after={day}").content.decode()
    later = day + timedelta(days=2)
    assert cast.village_reach.name not in enter(cast.clerk).get(f"/patrols/?days_after={later}").content.decode()
    assert cast.village_reach.name not in enter(cast.neighbour_clerk).get("/patrols/").content.decode()


@pytest.mark.parametrize("address", ["/patrols/", "/patrols/?export=xlsx"])
def test_the_list_asks_the_same_whatever_its_length(walk, cast, enter, django_assert_num_queries, address):
    client = enter(cast.clerk)
    walk()
    b"".join(client.get(address))
    with CaptureQueriesContext(connection) as one:
        b"".join(client.get(address))
    walk(), walk(cast.town_chief, reach=cast.town_reach)
    with django_assert_num_queries(len(one)):
        b"".join(client.get(address))


def test_the_tab_of_a_river(walk, cast, enter):
    walk()
    page = enter(cast.clerk).get(f"/patrols/rivers/{cast.river.pk}/").content.decode()
    assert cast.village_chief.user.name in page and "共 1 条" in page
    assert enter(cast.neighbour_clerk).get(f"/patrols/rivers/{cast.river.pk}/").status_code == 404


def day_from_today(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}"


def backfill_fields(cast, **changes) -> dict:
    return {
        "client_id": str(uuid4()), "post": cast.village_chief.pk, "reach": cast.village_reach.pk, "kind": "routine",
        "day": day_from_today(-10), "start": "23:30", "end": "00:10", "note": "依据纸质日志补录",
    } | changes  # fmt: skip


def test_the_office_enters_a_walk_from_paper(cast, enter):
    client = enter(cast.clerk)
    assert client.get(f"/patrols/backfill/?post={cast.village_chief.pk}").status_code == 200
    fields = backfill_fields(cast)
    answer = client.post("/patrols/backfill/", fields)
    patrol = Patrol.objects.get()
    assert answer.status_code == 302 and patrol.minutes == 40 and patrol.entered_by == cast.clerk
    client.post("/patrols/backfill/", fields)  # the same form sent twice
    assert Patrol.objects.count() == 1


def test_what_the_office_may_not_enter(cast, enter):
    assert enter(cast.village_chief).get("/patrols/backfill/").status_code == 403
    wrong = [
        {"post": cast.neighbour_chief.pk}, {"post": cast.clerk.pk}, {"reach": cast.town_reach.pk}, {"day": day_from_today(40)},
    ]  # fmt: skip
    for changes in wrong:
        answer = enter(cast.clerk).post("/patrols/backfill/", backfill_fields(cast, **changes))
        assert answer.status_code == 422
    assert not Patrol.objects.exists()
