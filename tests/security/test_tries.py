"""Guessing passwords: by name, by address, by many addresses, in the open session; and what it tells a stranger."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from hezhang.core.accounts import entering, services
from hezhang.core.accounts.choices import TryKind
from hezhang.core.accounts.models import FailedTry, User
from hezhang.core.audit.models import Entry
from hezhang.core.notify.models import Message

SIGN_IN, PASSWORD = "/accounts/sign-in/", "Qingliu-2026"
CHANGE = "/accounts/password/"


@pytest.fixture
def person(cast) -> User:
    user = cast.clerk.user
    user.phone = "13900000001"
    user.set_password(PASSWORD)
    user.save()
    return user


def guess(word: str, password: str = "Wrong-2026", *, address: str = "10.0.0.8", client: Client | None = None):
    return (client or Client()).post(SIGN_IN, {"username": word, "password": password}, REMOTE_ADDR=address)


def failures(number: int, *, address: str = "10.0.0.8", word: str = "", minutes: int = 1) -> None:
    """So many that were tried before, of different names or of this one, without the work of hashing."""
    at = timezone.now() - timedelta(minutes=minutes)
    words = [word or f"name{each}" for each in range(number)]
    marks = [services.tries.mark_of(TryKind.SIGN_IN, each) for each in words]
    FailedTry.objects.bulk_create(
        [FailedTry(kind=TryKind.SIGN_IN, mark=mark, address=address, at=at) for mark in marks]
    )


@pytest.mark.parametrize("locked", ["clerk", "13900000001", "nobody", "13900000009"])
def test_a_locked_word_tells_nothing_of_any_other(person, locked):
    """Not whose number it is, and not whether anybody has that name."""
    answers = [guess(locked).status_code for _ in range(6)]
    assert answers == [422, 422, 422, 422, 429, 429]
    for other in {"clerk", "13900000001", "nobody", "13900000009"} - {locked}:
        assert guess(other).status_code == 422


def test_a_locked_page_reads_the_same_for_known_and_unknown(person):
    def page(word):
        answers = [guess(word) for _ in range(6)]
        return answers[-1].content.decode(), answers[-1]["Retry-After"]

    assert page("clerk") == page("nobody")


def test_sixty_names_with_one_password_stop_at_thirty(person):
    answers = [guess(f"name{number}").status_code for number in range(29)]
    assert set(answers) == {422} and guess("clerk").status_code == 422
    refused = guess("clerk", PASSWORD)
    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 900
    assert guess("clerk", PASSWORD, address="10.0.0.9").status_code == 302


def test_honest_work_behind_one_address_is_not_counted(person):
    failures(29)
    for _ in range(3):
        assert guess("clerk", PASSWORD).status_code == 302


def test_an_ipv6_subscriber_is_one_address(person):
    failures(30, address="2001:db8::/64")
    assert guess("clerk", PASSWORD, address="2001:db8::abcd").status_code == 429
    assert guess("clerk", PASSWORD, address="2001:db8:0:1::abcd").status_code == 302


def test_a_name_tried_from_everywhere_is_held_and_its_owner_told_once(person):
    failures(49, word="clerk", address="")
    assert guess("clerk").status_code == 422
    assert guess("clerk", PASSWORD, address="10.0.0.9").status_code == 429
    assert guess("13900000001", PASSWORD, address="10.0.0.9").status_code == 302
    told = Message.objects.get(user=person)
    assert "多次尝试登录" in told.title and "不受影响" in told.body


@pytest.mark.parametrize("failed", ["name", "address"])
def test_a_stranger_does_not_shut_out_a_browser_that_was_in_before(person, failed):
    known = Client()
    guess("clerk", PASSWORD, client=known)
    known.cookies.pop("sessionid")
    failures(50, word="clerk", address="") if failed == "name" else failures(30)
    assert guess("clerk", PASSWORD).status_code == 429
    assert guess("clerk", PASSWORD, client=known).status_code == 302


def test_a_known_browser_has_five_tries_like_any_other_and_knows_its_own_people_only(person, cast):
    known = Client()
    guess("clerk", PASSWORD, client=known)
    known.cookies.pop("sessionid")
    cast.head.user.set_password(PASSWORD)
    cast.head.user.save()
    failures(30)
    assert guess("head", PASSWORD, client=known).status_code == 429
    assert [guess("clerk", client=known).status_code for _ in range(5)][-1] == 429
    known.cookies["device"] = known.cookies["device"].value[:-2] + "xx"
    assert guess("clerk", PASSWORD, client=known, address="10.0.0.8").status_code == 429


def test_the_lock_opens_by_itself_and_going_on_does_not_hold_it(person):
    failures(5, word="clerk", minutes=14)
    assert guess("clerk", PASSWORD).status_code == 429
    FailedTry.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert FailedTry.objects.count() == 5
    assert guess("clerk", PASSWORD).status_code == 302


def test_a_new_password_begins_anew(person, cast):
    for _ in range(5):
        guess("clerk")
    services.set_password(services.reset_password(person, by=cast.head), "Xigua-Tizi-58")
    assert guess("clerk", "Xigua-Tizi-58").status_code == 302


@pytest.mark.parametrize("word", [PASSWORD, "clerk"])
def test_what_was_typed_as_a_name_is_kept_nowhere(person, word):
    """A password in the wrong box, and a name that somebody has."""
    for _ in range(6):
        guess(word, "Wrong-2026")
    rows = list(Entry.objects.filter(action__startswith="sign_in.").values())
    assert [row["action"] for row in rows].count("sign_in.failed") == 5
    assert [row["action"] for row in rows].count("sign_in.locked") == 1
    assert {row["object_id"] for row in rows} == {str(person.pk) if word == "clerk" else ""}
    stored = str(rows) + str(list(FailedTry.objects.values()))
    assert PASSWORD not in stored and ("不存在" in stored) is (word == PASSWORD)


def test_five_wrong_present_passwords_end_the_session(person, cast, enter):
    client = enter(cast.clerk)
    data = {"current": "Wrong-2026", "new": "Another-2026", "again": "Another-2026"}
    answers = [client.post(CHANGE, data) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
    assert client.get("/me/").status_code == 302
    assert Entry.objects.filter(action="sign_in.sent_out", user=person).count() == 1
    again = enter(cast.clerk)
    assert again.post(CHANGE, data | {"current": PASSWORD}).status_code == 302  # not judged: within the quarter
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def test_the_right_present_password_forgets_the_wrong_ones(person, cast, enter):
    client = enter(cast.clerk)
    for _ in range(4):
        client.post(CHANGE, {"current": "Wrong-2026", "new": "x", "again": "x"})
    assert client.post(CHANGE, {"current": PASSWORD, "new": "x", "again": "x"}).status_code == 422
    assert not FailedTry.objects.exists()


def test_old_tries_are_forgotten_at_night(db):
    failures(2, minutes=60)
    failures(3, minutes=60 * 24 * 2 + 1)
    assert services.forget_tries() == 3


def test_lists_are_read_at_the_speed_of_a_person(cast, enter, settings):
    settings.PAGES_PER_MINUTE = 3
    client = enter(cast.clerk)
    pages = [client.get(url) for url in ("/rivers/", "/issues/?q=1", "/people/", "/rivers/?page_size=50")]
    assert [page.status_code for page in pages] == [200, 200, 200, 429]
    assert "每分钟最多查看 3 页" in pages[-1].content.decode() and 1 <= int(pages[-1]["Retry-After"]) <= 60
    assert enter(cast.head).get("/rivers/").status_code == 200
    assert client.get("/me/").status_code == 200


def test_one_place_ends_the_session_after_five_wrong_passwords():
    """Whatever judges the present password wears ``entering.sends_out``; four views had the block of their own."""
    folder = Path(entering.__file__).parent
    asked = {file.name: file.read_text("utf8") for file in sorted(folder.glob("*.py"))}
    assert [name for name, text in asked.items() if "send_out(" in text] == ["entering.py"]
    assert sum(text.count("@entering.sends_out") for text in asked.values()) == 4
