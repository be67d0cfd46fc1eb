"""The list page as a person (or a mischief-maker) asks for it by URL."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hezhang.core.accounts.models import Department
from hezhang.core.web.models import ListChoice
from tests.web_lists.urls import url

pytestmark = pytest.mark.urls("tests.web_lists.urls")


def read(client, **params) -> str:
    response = client.get(url(**params))
    assert response.status_code == 200
    return response.content.decode()


def test_query_count_is_the_same_for_one_and_three_rows(cast, enter, add_units):
    client = enter(cast.clerk)
    numbers = []
    for _ in range(2):
        add_units(1, kind="third", name=f"甲{len(numbers)}")
        with CaptureQueriesContext(connection) as queries:
            read(client, kind="third")
        numbers.append(len(queries))
        add_units(1, kind="third", name=f"乙{len(numbers)}")
    assert numbers[0] == numbers[1]


def test_the_list_itself_asks_at_most_four_queries(cast, enter, add_units):
    add_units(30)
    client = enter(cast.clerk)
    with CaptureQueriesContext(connection) as queries:
        read(client, kind="third")
    own = [q["sql"] for q in queries if not any(t in q["sql"] for t in ("opensession", "accounts_user", "audit_"))]
    assert len(own) <= 6, own


def test_filters_show_as_chips_that_can_be_taken_off(cast, enter, add_units):
    add_units(3)
    page = read(enter(cast.clerk), name="单位", kind="third", region=cast.county.pk, id_range_min="1")
    assert "类别：第三方单位" in page and "区划：澄江区" in page and "名称：单位" in page and "编号：1 起" in page
    assert "水利局" not in page
    chip_without_kind = url(name="单位", region=cast.county.pk, id_range_min="1").replace("&", "&amp;")
    assert f'href="{chip_without_kind}"' in page


def test_tabs_count_within_the_filters_and_bring_their_order(cast, enter, add_units):
    add_units(4, is_active=False)
    page = read(enter(cast.clerk), kind="third", tab="off")
    assert '停用 <span class="list-tab-count">4</span>' in page
    assert '全部 <span class="list-tab-count">4</span>' in page
    assert page.index("单位001") < page.index("单位000")


def test_htmx_gets_the_part_and_everybody_else_the_page(cast, enter):
    client = enter(cast.clerk)
    part = client.get(url(name=""), headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="list"')
    assert part["HX-Push-Url"] == url()
    assert "HX-Request" in part["Vary"]
    for headers in [{}, {"HX-Request": "true", "HX-Boosted": "true"}]:
        assert "<html" in client.get(url(), headers=headers).content.decode()


def test_following_the_links_walks_through_all_pages(cast, enter, add_units):
    add_units(45)
    client, link, seen = enter(cast.clerk), url(kind="third"), []
    for _ in range(3):
        response = client.get(link)
        seen += [row.pk for row in response.context["listing"].page.rows]
        link = response.context["listing"].after_url
    assert len(set(seen)) == len(seen) == 45 and link == ""
    assert "共 45 条，第 41–45 条" in response.content.decode()
    back = client.get(client.get(response.context["listing"].before_url).context["listing"].before_url)
    assert [row.pk for row in back.context["listing"].page.rows] == seen[:20]


@pytest.mark.parametrize(
    "params",
    [
        {"order": "password"},
        {"order": "-__class__"},
        {"order": "phone"},
        {"order": "\x00"},
        {"page_size": "9999"},
        {"page_size": "-1"},
        {"tab": "nonsense\x00"},
        {"after": "x"},
        {"after": "\x00\ud7ff"},
        {"before": "WzEsMSwxXQ:forged"},
        {"columns": "nonsense,password"},
        {"kind": "' OR 1=1"},
        {"name": "\x00"},
        {"region": "\x00"},
        {"region": "1 OR 1"},
        {"id_range_max": "NaN"},
    ],
)
def test_nonsense_is_left_aside_with_a_word(cast, enter, params):
    page = read(enter(cast.clerk), **params)
    assert "notice-orange" in page
    assert "水利局" in page


@pytest.mark.parametrize(
    "params", [{"name": "\u202e<script>𠮷"}, {"id_range_min": "9e999"}, {"after": "", "name__password": "a"}]
)
def test_strange_values_never_fail(cast, enter, params):
    assert "<script>" not in read(enter(cast.clerk), **params)


def test_text_of_people_is_never_markup(cast, enter):
    cast.bureau.name = '<img src=x onerror="x">'
    cast.bureau.save()
    page = read(enter(cast.clerk))
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_rows_carry_their_link_their_actions_and_labels_for_cards(cast, enter):
    page = read(enter(cast.clerk), name="水利局")
    assert f'<td data-label="名称"><a href="/units/{cast.bureau.pk}/">澄江区水利局</a></td>' in page
    assert f'<td class="col-actions"><a href="/units/{cast.bureau.pk}/edit/">修改</a></td>' in page
    assert '<td class="col-no num">1</td><td class="num" data-label="编号">' in page


def test_empty_pages_say_what_to_do(cast, enter):
    page = read(enter(cast.clerk), name="没有这样的单位")
    assert "没有符合条件的记录" in page and "清除条件" in page
    assert "“停用”里没有记录" in read(enter(cast.clerk), tab="off")
    Department.objects.all().update(region=cast.neighbour)
    page = read(enter(cast.clerk), tab="off")
    assert "还没有登记单位" in page and 'href="/units/new/"' in page


def test_columns_of_the_url_go_before_the_saved_ones(cast, enter):
    client = enter(cast.clerk)
    assert "region" in [c.key for c in client.get(url()).context["listing"].asked.columns]
    client.post(
        reverse("web:choose_list"), {"page": "test-units", "columns": ["phone"], "density": "compact", "next": url()}
    )
    listing = client.get(url()).context["listing"]
    assert [c.key for c in listing.asked.columns] == ["name", "phone"]
    assert listing.asked.density == "compact"
    assert [c.key for c in client.get(url(columns="id")).context["listing"].asked.columns] == ["id", "name"]
    assert "kind" in [c.key for c in enter(cast.head).get(url()).context["listing"].asked.columns]


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_saving_a_choice_leads_to_own_pages_alone(cast, enter, target):
    response = enter(cast.clerk).post(
        reverse("web:choose_list"), {"page": "test-units", "columns": ["id"], "next": target}
    )
    assert (response.status_code, response["Location"]) == (302, "/")
    assert ListChoice.objects.get(user=cast.clerk.user).columns == ["id"]


def test_rows_stay_in_the_scope(cast, enter):
    assert "望湖区河长制办公室" not in read(enter(cast.clerk))
    assert "没有符合条件的记录" in read(enter(cast.clerk), name="望湖区")
    assert "无法识别" in read(enter(cast.clerk), region=cast.neighbour.pk)
