"""One home per role: it opens, says what to do, and costs the same whatever the ledger holds."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.rounds import services as rounds
from hezhang.portal.desks.help import PAGES
from issues.escalation.services import reply_notice
from issues.ledger import services
from issues.ledger.models import Category, Issue
from tests.assessment import build
from tests.cast import KEYS
from tests.escalation import notices

pytestmark = pytest.mark.apart

HOME = "/"


def report(cast, count: int) -> list[Issue]:
    return [
        services.report(
            by=cast.village_chief,
            text=f"桥下漂浮物第 {number} 处",
            river=cast.river,
            region=cast.village,
            reach=cast.village_reach,
            source="patrol",
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("key", KEYS)
def test_every_member_has_a_home(cast, enter, key):
    page = enter(cast[key]).get(HOME)
    assert page.status_code == 200
    assert cast[key].user.name in page.content.decode()


# The clerk's is the dearest: while the steps of setting up are shown, one question is theirs; see test_setup.
@pytest.mark.parametrize("key", ["clerk", "leader", "handler", "village_chief", "system_admin"])
def test_a_home_costs_the_same_with_one_issue_and_with_many(cast, enter, key):
    """More than a screenful of what waits and of what is overdue, too, and rounds to choose from."""
    client = enter(cast[key])
    client.get(HOME)
    before = build.open_round(cast, year=2026, quarter=2)
    rounds.freeze(build.reckoned(before), by=cast.head, at=build.AFTER)
    build.computed(cast)
    report(cast, 1)
    with CaptureQueriesContext(connection) as few:
        client.get(HOME)
    report(cast, 20)
    Issue.objects.update(due_on=date(2026, 1, 5), due_sort=date(2026, 1, 5))
    with CaptureQueriesContext(connection) as many:
        page = client.get(HOME).content.decode()
    assert len(few) == len(many) <= 15, "\n".join(one["sql"][:200] for one in many)
    if key == "clerk":
        assert page.count("21") >= 2


def test_the_clerk_registers_from_the_desk(cast, enter):
    (issue,) = report(cast, 1)
    page = BeautifulSoup(enter(cast.clerk).get(HOME).content, "html.parser")
    button = page.select_one(".todo-do")
    assert (button.text.strip(), button["href"]) == ("登记", reverse("issues:register", args=[issue.pk]))


def test_the_handler_sees_only_what_was_handed_over(cast, enter):
    issue, _ = report(cast, 2)
    category = Category.objects.first()
    services.register(issue, cast.clerk, category=category, severity="minor", track="instant")
    services.dispatch(issue, cast.clerk, unit=cast.bureau, requirement="清理")
    page = BeautifulSoup(enter(cast.handler).get(HOME).content, "html.parser")
    assert [todo.text.strip() for todo in page.select(".todo-do")] == ["签收"]
    # A step that asks nothing is pressed, not opened: the button posts.
    form = page.select_one("form:has(.todo-do)")
    assert (form["method"], form["action"]) == ("post", reverse("issues:sign_for", args=[issue.pk]))


def test_a_notice_waits_on_the_desk_of_the_unit_that_is_to_answer_it_and_then_of_the_office(cast, enter):
    notice = notices.sent(cast)
    client = enter(cast.handler)
    page = BeautifulSoup(client.get(HOME).content, "html.parser")
    [todo] = [one for one in page.select(".todo") if notice.number in one.text]
    assert todo.select_one(".todo-do")["href"] == reverse("issues:notice", args=[notice.pk])
    assert "督办待答复" in page.text and "督办待确认" not in enter(cast.clerk).get(HOME).content.decode()
    reply_notice(notice, by=cast.handler, reply="已清运一半")
    assert notice.number not in client.get(HOME).content.decode()
    assert "督办待确认" in enter(cast.clerk).get(HOME).content.decode()
    assert "督办待答复" not in enter(cast.town_handler).get(HOME).content.decode()


def test_the_chief_is_told_what_the_week_still_asks_for(cast, enter):
    page = BeautifulSoup(enter(cast.village_chief).get(HOME).content, "html.parser")
    assert "还需巡河 1 次" in page.select_one(".todo-title").text


def test_a_chief_of_two_reaches_begins_either_from_the_home(cast, enter):
    """Three taps from here: 开始巡河, 无问题, 提交; the page of choices would be a fourth."""
    second = cast.village2_reach
    second.tenures.update(post=cast.village_chief)
    page = BeautifulSoup(enter(cast.village_chief).get(HOME).content, "html.parser")
    reaches = sorted([cast.village_reach, second], key=lambda reach: reach.code)
    section = page.select_one("#section-1")
    assert [one.text.strip() for one in section.select(".todo-title")] == [reach.name for reach in reaches]
    assert [one["href"] for one in section.select(".todo-do")] == [
        f"{reverse('patrols:walk')}?reach={reach.pk}" for reach in reaches
    ]
    assert section.text.count("还需巡河 1 次，任一河段") == 2


def test_administrators_see_no_business(cast, enter):
    report(cast, 1)
    for key in ("system_admin", "security_admin", "audit_admin"):
        assert "桥下漂浮物" not in enter(cast[key]).get(HOME).content.decode()


def test_the_menu_opens_only_doors_that_open(cast, enter):
    for key in KEYS:
        client = enter(cast[key])
        page = BeautifulSoup(client.get(HOME).content, "html.parser")
        links = {a["href"] for a in page.select("nav a[href^='/']")}
        assert links, key
        for url in links:
            assert client.get(url).status_code == 200, (key, url)


def test_health_needs_nobody(client, db):
    assert client.get("/health/").json() == {"ok": True}


def test_help_pages_open(cast, enter):
    client = enter(cast.village_chief)
    page = BeautifulSoup(client.get(reverse("desks:help")).content, "html.parser")
    links = [a["href"] for a in page.select(".help-nav a")]
    assert len(links) == len(PAGES)
    assert all(client.get(url).status_code == 200 for url in links)
    assert client.get("/help/nowhere/").status_code == 404


def test_no_post_is_said_kindly(cast, enter):
    post = cast.village_chief
    client = enter(post)
    post.ends_on = timezone.localdate() - timedelta(days=1)
    post.save()
    page = client.get(HOME)
    assert page.status_code == 403
    assert "没有在任岗位" in page.content.decode()


def test_the_leader_chooses_between_two_named_reports(cast, enter):
    """The home shows the running quarter: its report is offered, and beside it the one last frozen."""
    before = build.open_round(cast, year=2026, quarter=2)
    rounds.freeze(build.reckoned(before), by=cast.head, at=build.AFTER)
    running = build.computed(cast)
    page = enter(cast.leader).get(reverse("desks:home")).content.decode()
    for one, label in ((running, "2026年第三季度考核（预评估）"), (before, "2026年第二季度考核（已定稿）")):
        assert label in page and reverse("assessment:report", args=[one.pk]) in page


@pytest.mark.clock("2026-11-25T12:00")
def test_only_who_keeps_the_holidays_is_sent_to_enter_them(cast, enter):
    """In November next year's are asked for."""
    for key, act in (("clerk", "查看"), ("system_admin", "去录入")):
        home = BeautifulSoup(enter(cast[key]).get(HOME).content, "html.parser")
        line = home.find(string=lambda said: said and "放假与调休尚未录入" in said).find_parent("li")
        assert act in line.get_text(), key
        assert ("请系统管理员录入" in line.get_text()) == (key == "clerk")
