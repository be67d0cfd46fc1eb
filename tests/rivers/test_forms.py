"""The office keeps the registry by forms; a stale edit keeps its text; what is wrong is said at the field."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hezhang.core.kernel.choices import Tier
from rivers.boards.models import Signboard
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River
from rivers.registry.services import edit_river
from rivers.water.models import Section
from rivers.water.services import record_month
from tests.rivers.books import HEAD, ROWS, TITLE, book

pytestmark = pytest.mark.story_until("2026-07-01")

RIVER = {"name": "长兴港", "kind": "river", "code": "990102R0008", "region": "990102000000", "length_km": "3.2"}


def test_a_new_river(cast, enter):
    client, url = enter(cast.clerk), reverse("rivers:create_river")
    assert "990102000001" in client.get(url).content.decode()  # the next free code
    answer = client.post(url, RIVER | {"version": "7", "pinyin": "zz"})
    river = River.objects.get(code="990102R0008")
    assert answer.url == river.get_absolute_url()
    assert (river.version, river.pinyin) == (1, "cxg")
    assert client.post(url, RIVER).status_code == 422


def test_the_office_cannot_put_a_river_into_another_county(cast, enter):
    answer = enter(cast.clerk).post(reverse("rivers:create_river"), RIVER | {"region": cast.neighbour.pk})
    assert answer.status_code == 422 and River.objects.count() == 1


def test_a_stale_edit_keeps_the_text_and_shows_the_difference(cast, enter):
    url = reverse("rivers:edit_river", args=[cast.river.pk])
    text = RIVER | {"code": cast.river.code, "name": "澄溪", "basin": "乙水系", "version": "1"}
    edit_river(cast.river, {"basin": "甲水系"}, by=cast.head, seen=1)
    client = enter(cast.clerk)
    answer = client.post(url, text)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("乙水系", "甲水系", "何长清", 'value="2"'))
    assert client.post(url, text | {"version": "2"}).status_code == 302
    assert River.objects.get(pk=cast.river.pk).basin == "乙水系"


def test_reaches_new_and_edited(cast, enter):
    client = enter(cast.clerk)
    facts = {"name": "澄溪柳岸镇段", "code": "R1-9", "tier": "town", "region": cast.town2.pk, "bank": "both"}
    url = reverse("rivers:create_reach", args=[cast.river.pk])
    assert client.get(url, {"parent": cast.county_reach.pk}).status_code == 200
    client.post(url, facts | {"parent": cast.county_reach.pk})
    reach = Reach.objects.get(code="R1-9")
    edit = reverse("rivers:edit_reach", args=[reach.pk])
    wrong = client.post(edit, facts | {"parent": cast.village_reach.pk, "version": "1"})
    assert wrong.status_code == 422
    assert client.post(edit, facts | {"start_place": "一号桥", "version": "1"}).status_code == 302
    assert client.post(edit, facts | {"start_place": "二号桥", "version": "1"}).status_code == 409
    assert Reach.objects.get(pk=reach.pk).start_place == "一号桥"


def test_appoint_and_dismiss(cast, enter):
    client, reach = enter(cast.clerk), cast.village2_reach
    url = reverse("rivers:appoint", args=[reach.pk])
    page = client.get(url).content.decode()
    assert cast.town_chief.user.name in page and "尚有田" not in page  # of this village, or above
    assert "夏守信" not in page  # holds it already
    facts = {"post": cast.town_chief.pk, "starts_on": "2026-06-01"}
    client.post(url, facts)
    now = Tenure.objects.get(reach=reach, ends_on=None)
    assert now.post == cast.town_chief
    assert client.post(url, facts).status_code == 422
    assert client.post(url, facts | {"post": cast.neighbour_chief.pk}).status_code == 422
    gone = {"on": "2026-07-01"}
    asked = client.post(reverse("rivers:dismiss", args=[now.pk]), gone)
    assert "没有责任河长" in asked.content.decode()
    client.post(reverse("rivers:dismiss", args=[now.pk]), gone | {"sure": asked.context["form"]["sure"].value()})
    assert "目前没有责任河长" in client.get(reach.get_absolute_url()).content.decode()


def test_boards_and_sections(cast, enter):
    client = enter(cast.clerk)
    facts = {"code": "B7", "place": "桥头", "renewed_on": "2026-05-01", "lat": "28.0", "lng": "120.8"}
    client.post(reverse("rivers:create_signboard", args=[cast.village_reach.pk]), facts)
    assert Signboard.objects.get(code="B7").reach == cast.village_reach
    wrong = client.post(
        reverse("rivers:create_signboard", args=[cast.village_reach.pk]), facts | {"lat": "91", "code": "B8"}
    )
    assert wrong.status_code == 422
    facts = {
        "name": "断面甲",
        "code": "S7",
        "river": cast.river.pk,
        "region": cast.county.pk,
        "body": "river",
        "target": "3",
    }
    client.post(reverse("rivers:create_section"), facts)
    assert Section.objects.get(code="S7").target == 3
    offered = client.get(reverse("rivers:create_section")).context["form"]["code"].value()
    assert offered == f"{cast.clerk.region.code[:6]}D0001"
    dms = facts | {"code": offered, "name": "断面乙", "position": "北纬27°52'54.4\"，东经120°48'27.9\""}
    client.post(reverse("rivers:create_section"), dms)
    made = Section.objects.get(code=offered)
    assert (round(made.lat, 4), round(made.lng, 4)) == (27.8818, 120.8077)
    wrong = client.post(reverse("rivers:create_section"), facts | {"code": "S8", "position": "1.5,2.5"})
    assert wrong.status_code == 422 and "不在我国范围内" in wrong.content.decode()


def test_a_month_by_form_and_its_trend(cast, enter, section):
    client, url = enter(cast.clerk), reverse("rivers:record_month", args=[section.pk])
    page = client.get(url, {"month": "2026-05"}).content.decode()
    assert "氨氮（mg/L）" in page and "目标Ⅲ类：≤ 1" in page and "2026-05" in page
    facts = {"month": "2026-05", "monitored": "yes", "nh3n": "1.2", "tp": "0.01L"}
    assert client.post(url, facts).status_code == 302
    page = client.get(section.get_absolute_url()).content.decode()
    assert all(words in page for words in ("Ⅳ类 轻度污染", "氨氮(0.2)", "未达标", "0.01L", "wq-4"))
    assert 'value="1.2"' in client.get(url, {"month": "2026-05"}).content.decode()
    wrong = client.post(url, facts | {"nh3n": "很低"})
    assert wrong.status_code == 422 and "不是监测值" in wrong.content.decode()
    client.post(url, {"month": "2026-06", "monitored": "dry"})
    assert "断流" in client.get(section.get_absolute_url()).content.decode()


def test_odd_months_do_no_harm(cast, enter, section):
    client, url = enter(cast.clerk), reverse("rivers:record_month", args=[section.pk])
    for odd in ("2026-13", "0000-01", "x", "2026-5"):
        assert client.get(url, {"month": odd}).status_code == 200
        assert client.post(url, {"month": odd, "monitored": "yes", "nh3n": "1"}).status_code == 422
    assert not section.months.exists()


def test_the_trend_page_costs_the_same_with_more_months(cast, enter, section):
    client, costs = enter(cast.clerk), []
    for months in ([1], [2, 3, 4]):
        for month in months:
            record_month(by=None, section=section, month=date(2026, month, 1), readings={"nh3n": "1"})
        with CaptureQueriesContext(connection) as queries:
            client.get(section.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_chief_list_by_page(cast, enter):
    client, url = enter(cast.clerk), reverse("rivers:import_chiefs")
    assert client.get(url).status_code == 200
    upload = book(("河长名录", [[TITLE], HEAD, *ROWS]))
    upload.name = "名录.xlsx"
    dry = client.post(url, {"file": upload})
    page = client.get(dry.url).content.decode()
    assert "新增河段" in page and Reach.objects.filter(tier=Tier.VILLAGE).count() == 2
    token = dry.url.split("upload=")[1]
    assert client.post(url, {"confirm": token}).url == reverse("rivers:chiefs")
    assert Tenure.objects.filter(post__user__name="丙二").exists()
    assert enter(cast.handler).get(url).status_code == 403
