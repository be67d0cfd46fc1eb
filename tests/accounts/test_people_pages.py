"""Pages of people, posts and departments: works, wrong role, another region, bad input."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.accounts.models import Department, Post, User
from hezhang.core.audit.models import Entry

pytestmark = pytest.mark.story_until("2026-07-01")


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def page(cast, enter):
    """Opens a page of people as this member of the cast; with ``data`` it posts."""

    def _page(who: str, name: str, *args, data=None, query=""):
        client, url = enter(cast[who]), reverse(f"people:{name}", args=args) + query
        return client.get(url) if data is None else client.post(url, data)

    return _page


@pytest.fixture
def new(cast):
    """What the form for a new person takes."""
    give = {"name": "林清波", "phone": "13900000001", "role": "handler", "starts_on": "2026-03-01", "title": "科员"}
    return give | {"region": cast.county.pk, "department": cast.bureau.pk}


PAGES = ["people", "add_person", "departments", "create_department", "fill_towns", "regions", "import_regions"]


@pytest.mark.parametrize("name", PAGES)
def test_the_office_and_the_system_administrator_see_them(page, name):
    for who in ("clerk", "head", "system_admin"):
        assert page(who, name).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_does(page, name):
    for who in ("county_chief", "handler", "leader", "security_admin", "audit_admin", "patroller"):
        assert page(who, name).status_code == 403


@pytest.mark.parametrize("name", ["person", "edit_person", "create_post"])
def test_a_person_of_another_region_is_not_there(page, cast, name):
    assert page("neighbour_clerk", name, cast.handler.user_id).status_code == 404
    assert page("clerk", name, cast.handler.user_id).status_code == 200


@pytest.mark.parametrize("name", ["enable_person", "disable_person", "reset_password"])
def test_nor_can_it_be_acted_upon(page, cast, name):
    assert page("neighbour_clerk", name, cast.handler.user_id, data={}).status_code == 404
    assert page("clerk", name, cast.head.user_id, data={}).status_code == 403
    assert page("clerk", name, cast.handler.user_id).status_code == 405


def test_the_list_masks_phones_and_stays_in_the_region(page, cast):
    services.edit_person(cast.handler.user, by=None, phone="13900000001")
    words = text(page("clerk", "people"))
    assert "139****0001" in words and "13900000001" not in words
    assert "邻望湖" not in words


@pytest.mark.parametrize(("query", "found"), [("?q=sjg", 1), ("?q=施建", 1), ("?role=handler", 2), ("?q='", 0)])
def test_the_list_is_searched(page, cast, query, found):
    for post in cast.members.values():
        services.edit_person(post.user, by=None, name=post.user.name + " ")
        User.objects.filter(pk=post.user_id).update(pinyin="sjg" if post == cast.handler else "x")
    words = text(page("clerk", "people", query=query))
    assert [("施建工" in words), ("乔办事" in words)].count(True) == found


def test_longer_lists_cost_no_more_queries(page, cast):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page("clerk", "people")
        return len(queries)

    before = cost()
    for number in range(3):
        user = services.create_person(by=None, name=f"林清波{number}")
        services.create_post(by=None, user=user, role="chief", region=cast.village, starts_on=date(2026, 1, 1))
    assert cost() == before


def test_a_person_begins_with_a_post(page, cast, new):
    answer = page("clerk", "add_person", data=new | {"is_superuser": "1", "password": "x"})
    user = User.objects.get(username="linqingbo")
    assert answer.url == reverse("people:person", args=[user.pk])
    assert (user.posts.get().department, user.is_superuser, user.has_usable_password()) == (cast.bureau, False, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"phone": "123"},
        {"role": "office_head"},
        {"role": "root"},
        {"department": ""},
        {"region": "990103000000"},
        {"starts_on": "昨天"},
        {"username": "clerk"},
        {"name": "a\x00b"},
    ],
)
def test_bad_input_is_said_and_nothing_is_stored(page, new, wrong):
    users, posts = User.objects.count(), Post.objects.count()
    answer = page("clerk", "add_person", data=new | wrong)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert (User.objects.count(), Post.objects.count()) == (users, posts)


def test_editing_shows_the_phone_and_leaves_a_trace(page, cast):
    services.edit_person(cast.handler.user, by=None, phone="13900000001")
    assert "13900000001" in text(page("clerk", "edit_person", cast.handler.user_id))
    assert Entry.objects.filter(action="person.view_phone", post=cast.clerk).count() == 1
    page("clerk", "edit_person", cast.handler.user_id, data={"name": "施建功", "phone": "13900000002"})
    entry = Entry.objects.filter(action="person.update").latest("id")
    assert (entry.before["phone"], entry.after["phone"]) == ("139****0001", "139****0002")


def test_the_whole_phone_only_for_those_who_manage_the_person(page, cast):
    services.edit_person(cast.head.user, by=None, phone="13900000001")
    assert page("clerk", "person", cast.head.user_id, query="?phone=full").status_code == 403
    assert "139****0001" in text(page("clerk", "person", cast.head.user_id))


def test_posts_begin_and_end(page, cast, new):
    page("clerk", "create_post", cast.handler.user_id, data=new)
    post = cast.handler.user.posts.latest("id")
    assert page("clerk", "end_post", post.pk).status_code == 200
    assert page("clerk", "end_post", post.pk, data={"ends_on": "2026-01-01"}).status_code == 422
    assert page("clerk", "end_post", post.pk, data={"ends_on": "2026-06-30"}).status_code == 302
    post.refresh_from_db()
    assert post.ends_on == date(2026, 6, 30)
    assert page("neighbour_clerk", "end_post", post.pk).status_code == 404


def test_the_link_is_shown_once(page, cast):
    answer = page("clerk", "reset_password", cast.handler.user_id, data={})
    code = answer.context["code"]
    assert reverse("accounts:set_password", args=[code]) in text(answer)
    assert "no-store" in answer["Cache-Control"]
    shown = text(page("clerk", "person", cast.handler.user_id))
    assert code not in shown and "已发放链接，待本人设置密码" in shown


def test_disabling_and_enabling(page, cast):
    for act, is_active in (("disable_person", False), ("enable_person", True)):
        assert page("clerk", act, cast.handler.user_id, data={}).status_code == 302
        cast.handler.user.refresh_from_db()
        assert cast.handler.user.is_active == is_active


def test_departments(page, cast):
    give = {"name": "澄江区农业农村局", "kind": "member", "region": cast.county.pk, "phone": ""}
    assert page("clerk", "create_department", data=give).status_code == 302
    assert page("clerk", "create_department", data=give).status_code == 422
    assert page("clerk", "create_department", data=give | {"region": cast.neighbour.pk}).status_code == 422
    unit = Department.objects.get(name=give["name"])
    page("clerk", "edit_department", unit.pk, data={"name": "澄江区农业局", "kind": "member"})
    unit.refresh_from_db()
    assert (unit.name, unit.is_active) == ("澄江区农业局", False)
    assert page("neighbour_clerk", "edit_department", unit.pk).status_code == 404


def test_fill_towns_enters_each_missing_government_once(page, cast):
    told = text(page("clerk", "fill_towns"))
    assert f"{cast.town2.name}人民政府" in told and "桥头镇人民政府" not in told
    before = Department.objects.count()
    assert page("clerk", "fill_towns", data={}).status_code == 302
    made = Department.objects.get(region=cast.town2, kind="town")
    assert made.name == f"{cast.town2.name}人民政府"
    assert Entry.objects.about(made).get().action == "department.create"
    assert not Department.objects.filter(kind="town", region__code__startswith=cast.neighbour.code[:6]).exists()
    grown = Department.objects.count()
    page("clerk", "fill_towns", data={})
    assert grown > before and Department.objects.count() == grown
    assert "各乡镇政府都已登记" in text(page("clerk", "fill_towns"))
    assert page("handler", "fill_towns").status_code == 403


def test_a_departments_phone_is_a_number(cast, enter):
    client, url = enter(cast.clerk), reverse("people:create_department")
    facts = {"name": "澄江区新局", "kind": "member", "region": cast.county.pk}
    for wrong in ("abc", "-", "无"):
        assert client.post(url, facts | {"phone": wrong}).status_code == 422
    assert client.post(url, facts | {"phone": "0577-86960000转8"}).status_code == 302


def test_the_page_offers_to_end_a_post_only_to_those_who_may(cast, enter):
    later = Post.objects.create(
        user=cast.village_chief.user, role="chief", region=cast.town, starts_on=date(2090, 1, 1), title="镇长"
    )
    page = enter(cast.clerk).get(reverse("people:person", args=[later.user_id])).content.decode()
    assert "未到任" in page and reverse("people:end_post", args=[later.pk]) in page
    own = enter(cast.clerk).get(reverse("people:person", args=[cast.clerk.user_id])).content.decode()
    assert reverse("people:end_post", args=[cast.clerk.pk]) not in own
