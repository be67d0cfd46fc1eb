"""One-time links: who hands one out never learns the password; it opens once, for a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hezhang.core.accounts import services
from hezhang.core.accounts.models import PasswordLink, User
from hezhang.core.accounts.services.links import hash_of, make_link
from hezhang.core.audit.models import Entry

CHOSEN = "Xigua-Tizi-58"


@pytest.fixture
def person(cast) -> User:
    return cast.handler.user


@pytest.fixture
def code(cast, person) -> str:
    return services.reset_password(person, by=cast.clerk)


def url(code: str) -> str:
    return reverse("accounts:set_password", args=[code])


def choose(code: str, new: str = CHOSEN, client: Client | None = None, **more):
    return (client or Client()).post(url(code), {"new": new, "again": new, **more})


def is_gone(code: str) -> bool:
    return Client().get(url(code)).status_code == 404


def test_the_person_chooses_and_signs_in(person, code):
    page = Client().get(url(code))
    assert person.username in page.content.decode() and "no-store" in page["Cache-Control"]
    assert choose(code).url == reverse("accounts:sign_in")
    person.refresh_from_db()
    assert person.check_password(CHOSEN) and person.password_at is not None
    entry = Entry.objects.get(action="person.set_password")
    assert (entry.user, entry.post) == (person, None)
    answer = Client().post(reverse("accounts:sign_in"), {"username": person.username, "password": CHOSEN})
    assert answer.status_code == 302


def test_the_code_lies_nowhere(code):
    stored = PasswordLink.objects.get()
    assert stored.code_hash == hash_of(code) and code not in str(vars(stored))
    assert not Entry.objects.filter(after__icontains=code).exists()


def test_it_opens_once(person, code):
    choose(code)
    assert is_gone(code) and choose(code, "Niuroumian7Kuaizi").status_code == 404
    person.refresh_from_db()
    assert person.check_password(CHOSEN)


def test_it_opens_for_a_day(cast, person, code):
    at = timezone.now()
    with pytest.raises(ValidationError, match="已失效"):
        services.set_password(code, CHOSEN, at=at + timedelta(hours=24, minutes=1))
    services.set_password(code, CHOSEN, at=at + timedelta(hours=23))


def test_a_newer_one_replaces_it(cast, person, code):
    newer = services.reset_password(person, by=cast.clerk)
    assert is_gone(code) and not is_gone(newer)


def test_a_password_changed_meanwhile_ends_it(person, code):
    services.change_password(person, "Lanmao42Dengta")
    assert is_gone(code)


def test_a_disabled_person_chooses_nothing(cast, person, code):
    services.disable_person(person, by=cast.clerk)
    assert is_gone(code)


@pytest.mark.parametrize("typed", ["Hezhang@2026", "short", ""])
def test_the_policy_holds_and_the_link_stays(person, code, typed):
    assert choose(code, typed).status_code == 422
    assert not is_gone(code)


def test_two_different_entries_are_refused(code):
    assert choose(code, again="Niuroumian7Kuaizi").status_code == 422


def test_it_is_typed_from_paper(code):
    answer = Client().post(reverse("accounts:set_password"), {"code": f" {code.lower()} "})
    assert answer.status_code == 302
    assert Client().get(answer.url).status_code == 200


@pytest.mark.parametrize("wrong", ["x", "ABCD-EFGH-JKMN-PQRS", "../..", "%00", "９" * 30])
def test_a_wrong_code_opens_nothing(db, wrong):
    answer = Client().post(reverse("accounts:set_password"), {"code": wrong}, follow=True)
    assert answer.status_code in (404, 422)


def test_whoever_is_signed_in_at_that_browser_is_signed_out(cast, code, enter):
    client = enter(cast.leader)
    assert choose(code, client=client).status_code == 302
    assert "_auth_user_id" not in client.session


def test_open_sessions_of_the_person_end_at_once(cast, person, enter):
    client = enter(cast.handler)
    services.reset_password(person, by=cast.clerk)
    assert client.get("/").status_code == 302


class TestWithASecondCode:
    """Links that two administrators made."""

    @pytest.fixture
    def code(self, person) -> str:
        return make_link(person, by=None, check_hash=hash_of("123456"))

    def test_both_are_needed(self, person, code):
        assert "校验码" in Client().get(url(code)).content.decode()
        assert choose(code).status_code == 422
        assert choose(code, check="123456").status_code == 302
        person.refresh_from_db()
        assert person.check_password(CHOSEN)

    def test_five_wrong_ones_void_it(self, person, code):
        for left in (4, 3, 2, 1):
            assert f"还可以试 {left} 次" in choose(code, check="000000").content.decode()
        assert "已作废" in choose(code, check="000000").content.decode()
        assert choose(code, check="123456").status_code == 404
        person.refresh_from_db()
        assert not person.has_usable_password()
