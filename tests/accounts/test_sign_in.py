"""Signing in and out: who gets in, what the others are told, and what the journal says."""

import pytest
from django.test import Client
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.audit.models import Entry

PASSWORD = "Qingliu-2026"
URL = "/accounts/sign-in/"


@pytest.fixture
def person(cast):
    """The clerk, with a phone and a password of her own."""
    user = cast.clerk.user
    user.phone = "13900000001"
    user.set_password(PASSWORD)
    user.save()
    return user


def enter_as(word: str, password: str, client: Client | None = None, **more):
    return (client or Client()).post(URL, {"username": word, "password": password, **more}, REMOTE_ADDR="10.0.0.8")


@pytest.mark.parametrize("word", ["clerk", "13900000001", " clerk "])
def test_by_name_or_phone(person, word):
    client = Client()
    assert enter_as(word, PASSWORD, client).url == reverse("desks:home")
    assert client.session["_auth_user_id"] == str(person.pk)
    assert Entry.objects.filter(action="sign_in.ok", user=person, ip="10.0.0.8").count() == 1


@pytest.mark.parametrize(
    ("word", "password"), [("clerk", "wrong"), ("nobody", PASSWORD), ("head", PASSWORD), ("head", "")]
)
def test_the_others_stay_outside(person, word, password):
    answer = enter_as(word, password)
    assert answer.status_code == 422 and "_auth_user_id" not in answer.client.session


def test_unknown_name_and_wrong_password_read_the_same(person):
    def text(word):
        return [str(each) for each in enter_as(word, "Wrong-2026").context["form"].non_field_errors()]

    assert text("clerk") == text("nobody") != []
    assert Entry.objects.filter(action="sign_in.failed").count() == 2


def test_a_disabled_person_stays_outside(person, cast):
    services.disable_person(person, by=cast.head)
    assert enter_as("clerk", PASSWORD).status_code == 422


def test_five_failures_lock_for_fifteen_minutes(person):
    for _ in range(4):
        assert enter_as("clerk", "wrong").status_code == 422
    answer = enter_as("clerk", "wrong")
    assert answer.status_code == 429 and "15 分钟" in answer.content.decode()
    assert enter_as("clerk", PASSWORD).status_code == 429


def test_the_lock_is_of_one_person_at_one_address(person):
    for _ in range(5):
        enter_as("clerk", "wrong")
    answer = Client().post(URL, {"username": "clerk", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9")
    assert answer.status_code == 302


def test_a_spoofed_forwarding_header_is_not_believed(person):
    for number in range(5):
        Client().post(
            URL,
            {"username": "clerk", "password": "wrong"},
            REMOTE_ADDR="10.0.0.8",
            HTTP_X_FORWARDED_FOR=f"192.0.2.{number}",
        )
    assert enter_as("clerk", PASSWORD).status_code == 429


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_next_leads_nowhere_else(person, target):
    assert enter_as("clerk", PASSWORD, next=target).url == reverse("desks:home")


def test_next_leads_on_within_the_site(person):
    assert enter_as("clerk", PASSWORD, next="/accounts/password/").url == "/accounts/password/"


def test_who_is_signed_in_needs_no_form(enter, cast):
    assert enter(cast.clerk).get(URL).status_code == 302


def test_signing_out_is_a_post_and_ends_the_session(enter, cast):
    client = enter(cast.clerk)
    cookie = client.cookies["sessionid"].value
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.post("/accounts/sign-out/").url == reverse("accounts:sign_in")
    old = Client()
    old.cookies["sessionid"] = cookie
    assert old.get("/accounts/password/").status_code == 302


def test_a_form_without_its_token_is_refused(person):
    client = Client(enforce_csrf_checks=True)
    assert client.post(URL, {"username": "clerk", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("word", ["a\x00b", "x" * 200, "😀", "' or 1=1 --"])
def test_strange_names_are_answered_kindly(person, word):
    assert enter_as(word, PASSWORD).status_code == 422


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(client, cast):
    """The button's own address answers no GET: it would be a blank page after signing in."""
    back = client.post("/assessment/1/compute/", headers={"referer": "http://testserver/assessment/1/?x=1"})
    assert back.url == f"{reverse('accounts:sign_in')}?next=/assessment/1/%3Fx%3D1"
    for elsewhere in ("", "http://testserver.evil.example/a/", "//evil.example/"):
        answer = client.post("/assessment/1/compute/", headers={"referer": elsewhere})
        assert answer.url == f"{reverse('accounts:sign_in')}?next=/"
