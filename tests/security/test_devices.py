"""登录设备: who is signed in where, and ending it: one's own, all others, and those of people whom one manages."""

import time

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.accounts.models import OpenSession, Post, TrustedPhone
from hezhang.core.audit.models import Entry

DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/110.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/90.0 Mobile Safari/537.36"
PASSWORD = "Qingliu-2026"
PAGE = "/accounts/devices/"


def sign_in(post: Post, agent: str = DESK, address: str = "10.0.0.8", **more: str) -> Client:
    post.user.set_password(PASSWORD)
    type(post.user).objects.filter(pk=post.user_id).update(password=post.user.password)
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/accounts/sign-in/", {"username": post.user.username, "password": PASSWORD, **more})
    assert is_inside(client)
    return client


def again(post: Post, agent: str = DESK, address: str = "10.0.0.9", **more: str) -> Client:
    """A second device, with the password that stands."""
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post("/accounts/sign-in/", {"username": post.user.username, "password": PASSWORD, **more})
    assert is_inside(client)
    return client


def is_inside(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def row_of(client: Client) -> OpenSession:
    return OpenSession.objects.get(session_key=client.cookies["sessionid"].value)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (DESK, "Windows 电脑 · Chrome"),
        (PHONE, "安卓手机 · Chrome"),
        ("Mozilla/5.0 (X11; Linux x86_64) UOS Chrome/90", "统信电脑 · Chrome"),
        ("", "其他设备"),
        ("<script>\x00\u202e" + "Windows" * 99, "Windows 电脑"),
    ],
)
def test_a_device_is_named_by_what_its_owner_knows(agent, words):
    assert services.device_label(agent) == words


def test_the_page_names_each_device_and_marks_this_one(cast):
    here = sign_in(cast.clerk)
    again(cast.clerk, PHONE, "2001:db8::7")
    page = here.get(PAGE).content.decode()
    assert "Windows 电脑" in page and "10.0.0.8" in page and "2001:db8::7" in page
    assert page.count("本机") and page.count('name="csrfmiddlewaretoken"') >= 2
    for row in OpenSession.objects.all():
        assert row.session_key not in page and row.user_id == cast.clerk.user_id and row.began_at


def test_one_ends_another_device_and_no_other_persons(cast):
    here, there, stranger = sign_in(cast.clerk), again(cast.clerk), sign_in(cast.head)
    url = reverse("accounts:end_session", args=[row_of(there).mark])
    assert stranger.post(url).status_code == 404 and is_inside(there)
    assert here.post(url).url == PAGE
    assert not is_inside(there) and is_inside(here)
    assert here.post(url).status_code == 404
    row = Entry.objects.get(action="person.end_session")
    assert row.before == {"device": "Windows 电脑 · Chrome", "address": "10.0.0.9"} and row.user == cast.clerk.user
    assert here.get(url).status_code == 405


def test_all_others_at_once_trusted_phones_too(cast):
    here = sign_in(cast.village_chief)
    phone = again(cast.village_chief, PHONE, trust="on")
    others = sign_in(cast.clerk)
    assert row_of(phone).phone_id == TrustedPhone.objects.get().pk
    assert here.post(reverse("accounts:end_other_devices")).status_code == 302
    assert is_inside(here) and not is_inside(phone) and is_inside(others)
    assert TrustedPhone.objects.get().revoked_at is not None
    assert Entry.objects.get(action="person.end_other_devices").after == {"devices": 2}  # the session and the trust


def test_a_trusted_phone_that_ends_the_others_stays_trusted(cast):
    desk = sign_in(cast.village_chief)
    phone = again(cast.village_chief, PHONE, trust="on")
    phone.post(reverse("accounts:end_other_devices"))
    assert not is_inside(desk) and TrustedPhone.objects.get().revoked_at is None
    phone.cookies.pop("sessionid")
    assert is_inside(phone)


def test_the_office_ends_devices_of_its_people_and_of_nobody_above(cast, enter):
    there = sign_in(cast.village_chief)
    mark = row_of(there).mark
    args = [cast.village_chief.user_id, mark]
    assert "Windows 电脑" in enter(cast.clerk).get(reverse("people:person", args=args[:1])).content.decode()
    assert enter(cast.neighbour_clerk).post(reverse("people:end_session", args=args)).status_code == 404
    assert enter(cast.town_chief).post(reverse("people:end_session", args=args)).status_code == 403
    assert enter(cast.clerk).post(reverse("people:end_session", args=[cast.head.user_id, mark])).status_code == 404
    assert is_inside(there)
    assert enter(cast.clerk).post(reverse("people:end_session", args=args)).status_code == 302
    assert not is_inside(there)
    above = sign_in(cast.head)
    args = [cast.head.user_id, row_of(above).mark]
    assert enter(cast.clerk).post(reverse("people:end_session", args=args)).status_code == 403
    assert is_inside(above)


@pytest.mark.parametrize("others", [0, 40])
def test_ending_reads_no_other_sessions(cast, django_assert_num_queries, others):
    for number in range(others):
        OpenSession.objects.create(session_key=f"s{number}", session_data="", expire_date="2099-01-01T00:00:00Z")
    sign_in(cast.clerk)
    with django_assert_num_queries(1):
        assert services.end_sessions(cast.clerk.user) == 1


def test_an_ended_session_does_not_come_back_with_a_request_that_was_under_way(cast):
    """The request of the ended device saves its session last: the row is gone, and stays gone."""
    client = sign_in(cast.clerk)
    session = client.session
    assert session["seen"]  # read, as the request under way has
    services.end_sessions(cast.clerk.user)
    session["seen"] = int(time.time())
    with pytest.raises(UpdateError):
        session.save()
    assert not OpenSession.objects.exists()


def test_a_request_costs_no_more_than_it_did(cast, enter):
    """One read of the session, and no write but once a minute."""
    client = enter(cast.clerk)
    client.get("/accounts/password/")
    with CaptureQueriesContext(connection) as told:
        client.get("/accounts/password/")
    assert [each["sql"][:6] for each in told.captured_queries if "opensession" in each["sql"]] == ["SELECT"]
    assert not [each for each in told.captured_queries if each["sql"].startswith(("UPDATE", "INSERT"))]
