"""Acting under another of one's own posts."""

from datetime import date

import pytest
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.accounts.choices import Role
from hezhang.core.audit.models import Entry

pytestmark = pytest.mark.story_until("2026-07-01")

URL = "/accounts/switch-post/"


@pytest.fixture
def second(cast):
    """The village chief is a patroller of the town as well."""
    give = {"user": cast.village_chief.user, "role": Role.PATROLLER, "region": cast.town}
    return services.create_post(by=None, starts_on=date(2026, 1, 1), **give)


def test_it_holds_for_this_session_and_the_next(cast, enter, second):
    client = enter(cast.village_chief)
    assert client.post(URL, {"post": second.pk}).url == reverse("desks:home")
    assert client.session["post_id"] == second.pk
    second.user.refresh_from_db()
    assert second.user.last_post == second
    assert Entry.objects.filter(action="post.switch", post=second).count() == 1


def test_nobody_acts_under_a_post_of_others(cast, enter):
    client = enter(cast.village_chief)
    assert client.post(URL, {"post": cast.head.pk}).status_code == 403
    assert client.session["post_id"] == cast.village_chief.pk


def test_a_post_that_ended_cannot_be_taken_up_again(cast, enter, second):
    services.end_post(second, date(2026, 6, 30), by=None)
    assert enter(cast.village_chief).post(URL, {"post": second.pk}).status_code == 403


@pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 30, "１"])
def test_nonsense_is_refused(cast, enter, value):
    assert enter(cast.village_chief).post(URL, {"post": value}).status_code == 403


def test_it_is_no_link(cast, enter):
    answer = enter(cast.village_chief).get(URL)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "这个地址是一个按钮的动作" in answer.content.decode()


def test_rights_change_with_the_next_request_when_a_post_ends(cast, enter):
    client = enter(cast.village_chief)
    services.end_post(cast.village_chief, date(2026, 6, 30), by=None)
    assert client.post(URL, {"post": cast.village_chief.pk}).status_code == 403
