"""Ten passwords tried at the same moment: five are judged at most. Whoever looks first and writes afterwards judges all ten."""

from threading import Barrier

import pytest

from hezhang.core.accounts.choices import TryKind
from hezhang.core.accounts.models import FailedTry
from hezhang.core.accounts.services import TooMany, begin_try
from tests.issues.at_once import at_once
from tests.races.together import TIMES

TEN, MOST, ADDRESS = 10, 5, "10.0.0.8"
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def judged(results: list) -> int:
    return sum(not isinstance(each, TooMany) for each in results)


@pytest.mark.parametrize("time", range(TIMES))
def test_no_more_than_five_are_judged(time):
    results = at_once(*[lambda: begin_try(TryKind.SIGN_IN, "clerk", user=None, address=ADDRESS)] * TEN)
    assert judged(results) <= MOST and FailedTry.objects.count() == judged(results)
    with pytest.raises(TooMany):
        for _ in range(MOST + 1):
            begin_try(TryKind.SIGN_IN, "clerk", user=None, address=ADDRESS)


def test_the_control_that_looks_first_judges_all_ten():
    looked = Barrier(TEN, timeout=30)

    def look_and_write():
        has_room = FailedTry.objects.count() < MOST
        looked.wait()
        return begin_first() if has_room else TooMany

    def begin_first():
        return FailedTry.objects.create(kind=TryKind.SIGN_IN, mark="x", address=ADDRESS, at="2026-11-25T04:00:00Z")

    assert judged(at_once(*[look_and_write] * TEN)) == TEN
