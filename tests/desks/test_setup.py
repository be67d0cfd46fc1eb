"""建库步骤: what a new office does first, in which order; gone by itself, put away and fetched back by hand."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts.choices import OFFICE_ROLES
from hezhang.core.accounts.models import Post
from hezhang.portal.desks import reads, setup
from hezhang.portal.desks.services import hide_setup
from hezhang.portal.desks.setup import STEPS
from rivers.water.models import Section

HOME = "/"


def steps(client) -> list[str]:
    page = BeautifulSoup(client.get(HOME).content, "html.parser")
    return [each.text.strip() for each in page.select("#setup .step-title")]


def test_the_office_is_led_in_order_and_every_step_opens(cast, enter):
    client = enter(cast.clerk)
    titles = [f"{number}. {step.title}" for number, step in enumerate(STEPS, start=1)]
    assert steps(client) == titles
    assert all(client.get(step.url).status_code == 200 for step in STEPS)
    kinds = BeautifulSoup(client.get(STEPS[2].url).content, "html.parser")
    assert kinds.select_one("select[name=kind] option[selected]")["value"] == "rivers"
    told = BeautifulSoup(client.get(HOME).content, "html.parser").select_one("#setup").text
    assert "已有" in told and "待办" in told and "个断面" in told


def test_with_the_sections_in_the_months_are_next(cast, enter):
    Section.objects.create(name="上桥断面", code="S1", river=cast.river, region=cast.county)
    page = BeautifulSoup(enter(cast.clerk).get(HOME).content, "html.parser")
    assert page.select("#setup .step-title")[-1]["href"].endswith("?kind=water")


def test_put_away_by_one_post_and_fetched_back(cast, enter):
    client = enter(cast.clerk)
    client.post(reverse("desks:hide_setup"))
    client.post(reverse("desks:hide_setup"))
    assert steps(client) == [] and steps(enter(cast.head))
    again = enter(cast.clerk)
    assert "重新显示建库步骤" in again.get(reverse("desks:help")).content.decode()
    again.post(reverse("desks:show_setup"))
    assert steps(again)


@pytest.mark.parametrize("key", ["handler", "leader", "village_chief", "system_admin"])
def test_nobody_else_is_led(cast, enter, key):
    assert steps(enter(cast[key])) == []
    assert enter(cast[key]).post(reverse("desks:hide_setup")).status_code == 403


def test_an_administrator_is_led_until_the_office_has_somebody(cast, enter):
    Post.objects.filter(role__in=OFFICE_ROLES).delete()
    page = enter(cast.system_admin).get(HOME).content.decode()
    assert steps(enter(cast.system_admin)) == ["1. 行政区划", "2. 安全管理员", "3. 河长办的第一个人"]
    assert "开通步骤" in page and "收起" not in page
    told = enter(cast.system_admin).get(reverse("people:open_accounts")).content.decode()
    assert "先让河长办有一个人" in told and reverse("people:add_person") in told


def test_it_costs_one_question_while_it_shows_and_none_after(cast):
    post, today = cast.clerk, timezone.localdate()
    with CaptureQueriesContext(connection) as asked:
        _, answers = reads.tally(post, reads.upkeep_rows(post, today), setup.asked_of(post))
        assert setup.standing(post, answers)
    assert len(asked) == 2
    hide_setup(by=post)
    with CaptureQueriesContext(connection) as asked:
        _, answers = reads.tally(post, reads.upkeep_rows(post, today), setup.asked_of(post))
        assert setup.standing(post, answers) == []
    assert len(asked) == 1
    assert setup.standing(post, [False] + [True] * len(STEPS)) == []


def test_the_help_says_the_same_order(cast, enter):
    page = enter(cast.clerk).get("/help/import/").content.decode()
    places = [page.index(f"<strong>{step.title}</strong>") for step in STEPS]
    assert places == sorted(places) and "单位要在问题台账之前登记" in page
