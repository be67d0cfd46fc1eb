"""One's own phone number, with the present password."""

import pytest
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.audit.models import Entry
from hezhang.core.notify.models import Message

URL, NEW, PASSWORD = "/accounts/phone/", "13800000002", "Xigua-Tizi-58"


@pytest.fixture
def client(cast, enter):
    services.edit_person(cast.handler.user, by=None, phone="13800000001")
    services.change_password(cast.handler.user, PASSWORD)
    return enter(cast.handler)


def test_it_changes_is_told_and_leaves_a_masked_trace(cast, client):
    page = client.get(URL).content.decode()
    assert "138****0001" in page and "13800000001" not in page
    assert client.post(URL, {"phone": NEW, "current": PASSWORD}).status_code == 302
    cast.handler.user.refresh_from_db()
    assert cast.handler.user.phone == NEW
    entry = Entry.objects.get(action="person.change_phone")
    assert (entry.before["phone"], entry.after["phone"], entry.user) == (
        "138****0001",
        "138****0002",
        cast.handler.user,
    )
    told = Message.objects.get(user=cast.handler.user)
    assert "138****0002" in told.body and NEW not in told.body


@pytest.mark.parametrize(
    "wrong", [{"current": "Wrong-2026"}, {"current": ""}, {"phone": "123"}, {"phone": ""}, {"phone": "13800000009"}]
)
def test_otherwise_it_stays(cast, client, wrong):
    services.edit_person(cast.clerk.user, by=None, phone="13800000009")
    assert client.post(URL, {"phone": NEW, "current": PASSWORD} | wrong).status_code == 422
    cast.handler.user.refresh_from_db()
    assert cast.handler.user.phone == "13800000001"
    assert not Entry.objects.filter(action="person.change_phone").exists()


def test_nobody_elses(cast, client):
    client.post(URL, {"phone": NEW, "current": PASSWORD, "user": cast.clerk.user_id, "username": "clerk"})
    cast.clerk.user.refresh_from_db()
    assert cast.clerk.user.phone == ""


def test_five_wrong_passwords_end_the_session(client):
    for _ in range(5):
        answer = client.post(URL, {"phone": NEW, "current": "Wrong-2026"})
    assert answer.status_code == 302
    assert client.get("/").status_code == 302


def test_the_page_of_oneself_leads_there(cast, client):
    assert reverse("accounts:change_phone") in client.get(reverse("desks:me")).content.decode()


def test_change_phone_twice_is_once(cast):
    assert services.change_phone(cast.handler.user, NEW, by=cast.handler)
    assert not services.change_phone(cast.handler.user, NEW, by=cast.handler)
