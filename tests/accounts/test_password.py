"""The person's own password."""

import pytest
from django.test import Client
from django.urls import reverse

from hezhang.core.accounts import services
from hezhang.core.audit.models import Entry

OLD, NEW = "Qingliu-2026", "Chengxi+2027"
URL = "/accounts/password/"


@pytest.fixture
def person(cast):
    user = cast.clerk.user
    user.set_password(OLD)
    user.save()
    return user


@pytest.fixture
def client(person, cast, enter):
    return enter(cast.clerk)


def change(client: Client, current: str = OLD, new: str = NEW, again: str | None = None, **more):
    return client.post(URL, {"current": current, "new": new, "again": new if again is None else again, **more})


def test_it_changes_and_other_sessions_end(client, person, cast, enter):
    other = enter(cast.clerk)
    assert other.get(URL).status_code == 200
    assert change(client).url == reverse("desks:home")
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert client.get(URL).status_code == 200
    assert other.get(URL).status_code == 302
    assert Entry.objects.filter(action="person.change_password", user=person).count() == 1


@pytest.mark.parametrize(
    "tried",
    [
        {"current": "Wrong-2026"},
        {"new": "Short-1"},
        {"new": "alllowercase"},
        {"new": "clerk-Chengxi-1"},
        {"new": "13900000001"},
        {"again": "Chengxi+2028"},
        {"new": OLD},
    ],
)
def test_what_does_not_fulfil_the_policy_is_refused(client, person, tried):
    assert change(client, **tried).status_code == 422
    person.refresh_from_db()
    assert person.check_password(OLD)


def test_a_password_that_must_be_changed_is_changed_first(client, person, cast):
    person.must_change_password = True
    person.save()
    assert client.post("/accounts/switch-post/", {"post": cast.clerk.pk}).url == reverse("accounts:change_password")
    assert "须先修改" in client.get(URL).content.decode()
    assert change(client).status_code == 302
    assert client.post("/accounts/switch-post/", {"post": cast.clerk.pk}).url == reverse("desks:home")


def test_extra_fields_are_ignored(client, person):
    change(client, is_superuser="1", must_change_password="1", username="root")
    person.refresh_from_db()
    assert (person.username, person.is_superuser, person.must_change_password) == ("clerk", False, False)


def test_a_reset_ends_the_open_sessions(client, cast, person):
    services.reset_password(person, by=cast.head)
    assert client.get(URL).status_code == 302


def test_disabling_ends_the_open_sessions_for_good(client, cast, person):
    services.disable_person(person, by=cast.head)
    assert client.get(URL).status_code == 302
    services.enable_person(person, by=cast.head)
    assert client.get(URL).status_code == 302


def test_a_short_password_is_refused_in_chinese(client):
    page = change(client, new="Ab1+").content.decode()
    assert "密码太短，至少要 10 位。" in page
    assert "too short" not in page
