"""再次确认身份: resets, exports of personal data and freezing ask who sits there, and lose nothing on the way."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from hezhang.core.accounts import access
from hezhang.core.accounts.models import User
from hezhang.core.audit.models import Entry
from tests.guards.test_urls_guarded import walk
from tests.security.test_devices import PASSWORD
from tests.security.test_two_step import code_of, set_up

ASKED = {
    "accounts:begin_two_step",
    "accounts:renew_codes",
    "assessment:freeze",
    "oversight:confirm_request",
    "people:ask_reset",
    "people:open_accounts",
    "people:reset_password",
    "people:reset_two_step",
    "tokens:create_hook",
    "tokens:create_token",
    "tokens:renew_hook",
    "tokens:renew_token",
}
EXPORTS = {"/people/": "head", "/people/departments/": "head", "/rivers/chiefs/": "head", "/journal/": "audit_admin"}


@pytest.fixture
def late(cast, enter):
    """Signed in with a password, 16 minutes ago."""

    def _late(key: str, minutes: int = 16) -> Client:
        user = cast[key].user
        user.set_password(PASSWORD)
        User.objects.filter(pk=user.pk).update(password=user.password)
        cast[key].user.refresh_from_db()
        client = enter(cast[key])
        session = client.session
        session["confirmed"] -= minutes * 60
        session.save()
        return client

    return _late


def hidden(answer) -> dict[str, str]:
    """The fields that the asking page sends on."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.content.decode()))


def test_what_asks_is_this_and_nothing_else():
    asking = {name for name, view in walk(get_resolver().url_patterns) if access.asks_confirmation(view)}
    assert asking == ASKED


def test_a_reset_asks_and_is_then_carried_out_with_what_was_typed(cast, late):
    client, url = late("clerk"), reverse("people:reset_two_step", args=[cast.village_chief.user_id])
    set_up(cast.village_chief)
    asked = client.post(url, {"reason": "手机“丢失”<b>"})
    assert (
        "请再次确认身份" in asked.content.decode() and not Entry.objects.filter(action="person.reset_two_step").exists()
    )
    kept = hidden(asked) | {"reason": "手机“丢失”<b>"}
    assert "手机“丢失”&lt;b&gt;" in asked.content.decode()
    assert client.post(url, kept | {"confirm_word": "Wrong-2026"}).status_code == 422
    assert client.post(url, kept | {"confirm_word": PASSWORD}).status_code == 302
    assert Entry.objects.get(action="person.reset_two_step").after == {"reason": "手机“丢失”<b>"}
    assert client.post(reverse("people:reset_password", args=[cast.village_chief.user_id])).status_code == 200


@pytest.mark.parametrize(("minutes", "is_asked"), [(14, False), (16, True)])
def test_a_proof_holds_a_quarter_of_an_hour(cast, late, minutes, is_asked):
    answer = late("clerk", minutes).post(reverse("people:reset_password", args=[cast.village_chief.user_id]))
    assert ("请再次确认身份" in answer.content.decode()) is is_asked
    assert Entry.objects.filter(action="person.reset_password").exists() is not is_asked


def test_five_wrong_answers_end_the_session(cast, late):
    client, url = late("clerk"), reverse("people:reset_password", args=[cast.village_chief.user_id])
    answers = [client.post(url, {"confirm_word": "Wrong-2026"}).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 302] and client.get("/me/").status_code == 302
    assert not Entry.objects.filter(action="person.reset_password").exists()


def test_a_code_is_a_proof_where_two_steps_are_on(cast, late):
    client, url = late("clerk"), reverse("people:reset_password", args=[cast.village_chief.user_id])
    set_up(cast.clerk)
    client.force_login(User.objects.get(pk=cast.clerk.user_id))
    assert "或手机验证码" in client.post(url).content.decode()
    assert "的一次性链接" in client.post(url, {"confirm_word": code_of(cast.clerk.user)}).content.decode()


@pytest.mark.parametrize("url", EXPORTS)
def test_an_export_of_personal_data_asks_first_and_then_begins(cast, late, url):
    client = late(EXPORTS[url])
    asked = client.get(f"{url}?export=xlsx&q=1")
    assert asked.url.startswith(reverse("accounts:confirm"))
    page = client.get(asked.url)
    onward = hidden(page)["next"].replace("&amp;", "&")
    assert onward == f"{url}?export=xlsx&q=1" and not Entry.objects.filter(action="export").exists()
    done = client.post(asked.url, {"next": onward, "confirm_word": PASSWORD})
    assert f"0; url={url}?export=xlsx" in done.content.decode()
    book = client.get(onward)
    assert b"".join(book)[:2] == b"PK" and Entry.objects.filter(action="export").count() == 1


def test_other_exports_and_the_page_itself_ask_nothing(cast, late):
    client = late("head")
    assert client.get("/people/").status_code == 200
    answer = client.get("/rivers/?export=xlsx")
    assert b"".join(answer)[:2] == b"PK"


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example/", "javascript:alert(1)"])
def test_the_way_on_leads_nowhere_else(cast, late, onward):
    done = late("head").post("/accounts/confirm/", {"next": onward, "confirm_word": PASSWORD})
    assert "evil" not in done.content.decode() and "alert(" not in done.content.decode()


def test_signing_in_is_a_proof(cast):
    cast.clerk.user.set_password(PASSWORD)
    cast.clerk.user.save()
    client = Client()
    client.post("/accounts/sign-in/", {"username": "clerk", "password": PASSWORD})
    answer = client.post(reverse("people:reset_password", args=[cast.village_chief.user_id]))
    assert "的一次性链接" in answer.content.decode()


def test_the_demonstration_asks_nobody_and_says_so(cast, late, settings):
    settings.DEMO = True
    answer = late("clerk").post(reverse("people:reset_password", args=[cast.village_chief.user_id]))
    assert "的一次性链接" in answer.content.decode() and "演示中不核对密码" in answer.content.decode()
