"""One code given four times at the same moment lets one in. Without the lock on its row it would let in several."""

from threading import Barrier

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from hezhang.core.accounts import services
from hezhang.core.accounts.models import User
from tests.issues.at_once import at_once
from tests.races.together import TIMES

FOUR = 4
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def person(db) -> User:
    user = User.objects.create(username="somebody", name="某人")
    TOTPDevice.objects.create(user=user, name="手机")
    return user


def present_code(user: User) -> str:
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key):06d}"


@pytest.mark.parametrize("turn", range(TIMES))
def test_one_code_lets_one_in(person, turn):
    code = present_code(person)
    assert at_once(*[lambda: services.is_right_code(person, code, address="10.0.0.8")] * FOUR).count(True) == 1


def test_the_control_without_the_lock_lets_all_in(person):
    code, looked = present_code(person), Barrier(FOUR, timeout=30)

    def give():
        device = TOTPDevice.objects.get(user=person)
        looked.wait()
        return device.verify_token(code)

    assert at_once(*[give] * FOUR).count(True) == FOUR
