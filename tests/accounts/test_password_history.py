"""The last five passwords are not used again."""

import pytest
from django.core.exceptions import ValidationError

from hezhang.core.accounts import services
from hezhang.core.accounts.models import PasswordUsed

WORDS = [f"Qingliu+{year}" for year in range(2020, 2027)]


@pytest.fixture
def person(cast, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = cast.clerk.user
    for word in WORDS:
        services.change_password(user, word)
    return user


def test_the_last_five_are_refused(person):
    for word in WORDS[-5:]:
        with pytest.raises(ValidationError, match="最近 5 次"):
            services.change_password(person, word)


def test_the_one_before_them_is_taken(person):
    services.change_password(person, WORDS[-6])
    assert person.check_password(WORDS[-6])


def test_no_more_is_kept_than_is_compared(person):
    assert PasswordUsed.objects.filter(user=person).count() == 4
    assert not PasswordUsed.objects.filter(password__contains="Qingliu").exists()


def test_after_a_reset_the_former_ones_still_count(person, cast):
    services.reset_password(person, by=cast.head)
    with pytest.raises(ValidationError, match="最近 5 次"):
        services.change_password(person, WORDS[-1])


def test_the_page_says_so(person, cast, enter):
    data = {"current": WORDS[-1], "new": WORDS[-3], "again": WORDS[-3]}
    answer = enter(cast.clerk).post("/accounts/password/", data)
    assert answer.status_code == 422 and "最近 5 次" in answer.content.decode()
