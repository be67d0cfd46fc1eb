"""Every page opens for whom it should, with the rows of the own region and no others; lists cost the same at any length."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hezhang.core.accounts.choices import Role
from hezhang.core.accounts.models import Post, User
from hezhang.core.kernel.choices import Tier
from rivers.boards.services import create_signboard
from rivers.chiefs.services import appoint
from rivers.registry.choices import RiverKind
from rivers.registry.services import create_reach, create_river
from rivers.water.services import create_section, record_month
from tests.cast import SINCE

pytestmark = pytest.mark.story_until("2026-07-01")

LISTS = ["rivers", "reaches", "chiefs", "signboards", "sections"]


def grow(cast, count: int) -> None:
    """``count`` more rivers, each with a reach, a deputy, a board and a section."""
    for number in range(count):
        code = f"990102R9{number:03d}"
        river = create_river(by=None, name=f"新河{number}", kind=RiverKind.RIVER, code=code, region=cast.county)
        reach = create_reach(
            by=None, river=river, tier=Tier.VILLAGE, region=cast.village2, code=f"{code}-1", name=f"新河{number}段"
        )
        appoint(by=None, post=cast.village2_chief, reach=reach, kind="deputy", starts_on=date(2025, 1, 1))
        create_signboard(by=None, reach=reach, code=f"N{number}", place="桥", renewed_on=date(2026, 1, 1))
        facts = {"river": river, "region": cast.village2, "target": 3, "body": "river"}
        section = create_section(by=None, name=f"断面{number}", code=f"N{number}", **facts)
        record_month(by=None, section=section, month=date(2026, 5, 1), readings={"nh3n": "1.2"})


def read_out(answer) -> bytes:
    """The whole body: closing a streamed one early would close the database connection with it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", [{}, {"export": "xlsx"}])
def test_a_list_costs_the_same_with_one_row_and_with_more(cast, enter, board, section, name, query):
    client, url = enter(cast.clerk), reverse(f"rivers:{name}")
    costs = []
    for more in (0, 3):
        grow(cast, more)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url, query)
            read_out(answer)
        assert answer.status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_the_own_region_only(cast, enter, board, section, name):
    url = reverse(f"rivers:{name}")
    mine = {
        "rivers": "澄溪",
        "reaches": "澄溪上桥",
        "chiefs": "尚有田",
        "signboards": "老桥头",
        "sections": "上桥断面",
    }[name]
    assert mine in enter(cast.clerk).get(url).content.decode()
    assert mine in enter(cast.handler).get(url).content.decode()
    assert mine not in enter(cast.neighbour_clerk).get(url).content.decode()
    assert enter(cast.system_admin).get(url).status_code == 403


@pytest.mark.parametrize("tab", ["river", "river_reaches", "river_map", "river_water", "river_boards"])
def test_a_tab_of_a_river_costs_the_same_with_more_reaches(cast, enter, board, section, tab):
    client, costs = enter(cast.clerk), []
    for more in (0, 3):
        for number in range(more):
            facts = {"river": cast.river, "tier": Tier.VILLAGE, "region": cast.village2, "parent": cast.town_reach}
            create_reach(by=None, **facts, code=f"X{number}", name=f"支段{number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"rivers:{tab}", args=[cast.river.pk])).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_lies_outside_the_scope_is_not_there(cast, enter, board, section):
    tenure = cast.village_reach.tenures.get()
    client = enter(cast.neighbour_clerk)
    for name, pk in [
        ("river", cast.river.pk),
        ("edit_river", cast.river.pk),
        ("create_reach", cast.river.pk),
        ("reach", cast.village_reach.pk),
        ("edit_reach", cast.village_reach.pk),
        ("appoint", cast.village_reach.pk),
        ("create_signboard", cast.village_reach.pk),
        ("dismiss", tenure.pk),
        ("renew_signboard", board.pk),
        ("section", section.pk),
        ("record_month", section.pk),
    ]:
        assert client.get(reverse(f"rivers:{name}", args=[pk])).status_code == 404, name


@pytest.mark.parametrize("who", ["handler", "town_chief", "leader", "patroller"])
def test_who_reads_but_does_not_write(cast, enter, who):
    client = enter(cast[who])
    assert client.get(cast.town_reach.get_absolute_url()).status_code == 200 or who == "handler"
    assert client.get(reverse("rivers:create_river")).status_code == 403
    assert client.post(reverse("rivers:appoint", args=[cast.town_reach.pk])).status_code == 403


def test_a_village_chief_sees_the_own_reach_of_a_long_river(cast, enter):
    page = enter(cast.village_chief).get(reverse("rivers:river_reaches", args=[cast.river.pk])).content.decode()
    assert "澄溪上桥村段" in page and "澄溪下桥村段" not in page


def test_phones_are_masked_on_pages_and_in_exports(cast, enter):
    User.objects.filter(pk=cast.village_chief.user_id).update(phone="18800001234")
    client = enter(cast.clerk)
    tree = reverse("rivers:river_reaches", args=[cast.river.pk])
    for url in (tree, cast.village_reach.get_absolute_url(), reverse("rivers:chiefs")):
        page = client.get(url).content.decode()
        assert "188****1234" in page and "18800001234" not in page
    answer = client.get(reverse("rivers:chiefs"), {"export": "xlsx"})
    content = b"".join(answer.streaming_content)
    answer.close()
    cells = [str(cell.value) for row in load_workbook(BytesIO(content)).active for cell in row]
    assert "188****1234" in cells and "18800001234" not in cells


def test_rivers_are_found_by_pinyin_town_and_gap(cast, enter):
    create_river(by=None, name="长兴港", kind=RiverKind.LAKE, code="990102R0002", region=cast.county)
    client, url = enter(cast.clerk), reverse("rivers:rivers")
    found = {
        "q": client.get(url, {"q": "cx"}).content.decode(),
        "kind": client.get(url, {"kind": "lake"}).content.decode(),
        "town": client.get(url, {"town": cast.town.pk}).content.decode(),
    }
    assert all("长兴港" in found[key] for key in ("q", "kind")) and "长兴港" not in found["town"]
    assert "澄溪" in found["town"]
    assert "澄溪" not in client.get(url, {"gap": "true"}).content.decode()
    cast.village2_reach.tenures.update(ends_on=date(2025, 1, 1))
    assert "缺 1 段" in client.get(url, {"gap": "true"}).content.decode()


def test_boards_go_stale_when_the_chief_changes(cast, enter, board):
    client, url = enter(cast.clerk), reverse("rivers:signboards")
    assert "内容最新" in client.get(url).content.decode()
    new = Post.objects.create(user=cast.village2_chief.user, role=Role.CHIEF, region=cast.village, starts_on=SINCE)
    appoint(by=None, post=new, reach=cast.village_reach, kind="responsible", starts_on=date(2026, 3, 1))
    page = client.get(url, {"tab": "overdue"}).content.decode()
    assert "超期" in page and "老桥头" in page
    client.post(reverse("rivers:renew_signboard", args=[board.pk]), {"renewed_on": "2026-03-02"})
    assert "老桥头" not in client.get(url, {"tab": "stale"}).content.decode()
