"""How long somebody stays inside, and what is left behind in the browser."""

import time

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.audit.models import Entry

HOME, PASSWORD = "/", "/accounts/password/"


def back_by(client: Client, **seconds: int) -> None:
    """As if the session's marks were that many seconds older."""
    session = client.session
    session.update({key: session[key] - value for key, value in seconds.items()})
    session.save()


def is_inside(client: Client) -> bool:
    return client.get("/me/").status_code == 200


@pytest.mark.parametrize(("member", "stays"), [("clerk", False), ("handler", False), ("village_chief", True)])
def test_half_an_hour_of_silence_ends_a_desk_session(cast, enter, member, stays):
    client = enter(cast[member])
    back_by(client, seen=29 * 60)
    assert is_inside(client)
    back_by(client, seen=31 * 60)
    assert is_inside(client) is stays


@pytest.mark.parametrize("member", ["clerk", "village_chief"])
def test_half_a_day_is_the_most(cast, enter, member):
    client = enter(cast[member])
    back_by(client, began=12 * 3600 - 60)
    assert is_inside(client)
    back_by(client, began=60)
    assert not is_inside(client)


def test_who_is_sent_out_learns_why_and_comes_back_to_the_page(cast, enter):
    client = enter(cast.clerk)
    back_by(client, seen=31 * 60)
    answer = client.get("/rivers/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{reverse('accounts:sign_in')}?next=/rivers/"
    assert "30 分钟未操作" in answer.content.decode()
    assert Entry.objects.filter(action="sign_in.timed_out", user=cast.clerk.user).count() == 1


def test_a_session_is_written_once_a_minute(cast, enter):
    client = enter(cast.clerk)
    back_by(client, seen=61)
    client.get("/me/")
    seen = client.session["seen"]
    assert time.time() - seen < 60
    client.get("/me/")
    assert client.session["seen"] == seen


def test_a_session_of_the_sign_in_page_is_marked(cast):
    user = cast.clerk.user
    user.set_password("Qingliu-2026")
    user.save()
    client = Client()
    client.post("/accounts/sign-in/", {"username": "clerk", "password": "Qingliu-2026"})
    assert is_inside(client) and {"began", "seen"} <= set(client.session.keys())


@pytest.mark.parametrize("ending", ["sign_out", "disable", "reset"])
def test_an_old_cookie_is_refused(cast, enter, ending):
    client = enter(cast.clerk)
    old = Client()
    old.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_inside(old)
    if ending == "sign_out":
        client.post("/accounts/sign-out/")
    elif ending == "disable":
        services.disable_person(cast.clerk.user, by=cast.head)
    else:
        services.reset_password(cast.clerk.user, by=cast.head)
    assert not is_inside(old)


def test_an_ended_post_has_no_rights_at_the_next_request(cast, enter):
    client = enter(cast.clerk)
    assert client.get("/people/").status_code == 200
    type(cast.clerk).objects.filter(pk=cast.clerk.pk).update(ends_on="2024-12-31")
    assert client.get("/people/").status_code == 403


@pytest.mark.parametrize("url", ["/", "/me/", "/rivers/", "/issues/", PASSWORD, "/nowhere/", "/people/999999/"])
def test_pages_of_people_are_not_stored(cast, enter, url):
    assert "no-store" in enter(cast.clerk).get(url)["Cache-Control"]


def test_exports_are_not_stored(cast, enter):
    answer = enter(cast.clerk).get("/rivers/?export=xlsx")
    b"".join(answer)
    assert answer["Cache-Control"] == "private, no-store"


def test_exports_of_one_person_are_limited_by_the_hour(cast, enter, settings):
    settings.EXPORTS_PER_HOUR = 2
    urls = ["/rivers/?export=xlsx", "/patrols/duty/?export=xlsx", "/issues/?export=xlsx"]
    client = enter(cast.clerk)
    answers = [client.get(url) for url in urls]
    for answer in answers[:2]:
        b"".join(answer)
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "每小时最多导出 2 次" in answers[2].content.decode() and int(answers[2]["Retry-After"]) <= 3600
    other = enter(cast.head).get(urls[0])
    b"".join(other)
    assert other.status_code == 200


def test_the_limits_are_those_of_the_profile():
    assert (settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_AGE) == (12 * 3600, 30 * 60)
    assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"
