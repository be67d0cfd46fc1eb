"""Ten reads at the same moment by one token: no more than the limit are let in, and all that were are counted."""

from datetime import timedelta
from subprocess import PIPE
from threading import Barrier

import pytest
from django.utils import timezone

from hezhang.core.api.models import ApiRead, ApiToken
from hezhang.core.api.services import admit, hash_of, note_read
from tests.cast import build
from tests.issues.at_once import at_once, process
from tests.races.together import TIMES

TEN, MOST = 10, 4
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def token(settings):
    settings.API_READS_PER_MINUTE = MOST
    post, now = build().head, timezone.now()
    facts = {"name": "省级平台", "contact": "省河长办", "prefix": "hz_", "token_hash": hash_of("hz_x"), "made_by": post}
    return ApiToken.objects.create(post=post, made_at=now, expires_at=now + timedelta(days=1), **facts)


@pytest.mark.parametrize("time", range(TIMES))
def test_no_more_than_the_limit_are_let_in(token, time):
    at = timezone.now()
    waits = at_once(*[lambda: admit(token, at=at)] * TEN)
    assert waits.count(0) == MOST and all(isinstance(wait, int) for wait in waits)
    assert admit(token, at=at + timedelta(minutes=1)) == 0


def test_the_control_that_looks_first_lets_all_ten_in(token):
    looked = Barrier(TEN, timeout=30)

    def look_and_write():
        has_room = ApiToken.objects.get().reads < MOST
        looked.wait()
        return ApiToken.objects.update(reads=1) if has_room else 0

    assert at_once(*[look_and_write] * TEN).count(1) == TEN


def test_every_read_is_counted_once(token):
    at = timezone.now()
    at_once(*[lambda: note_read(token, door="rivers", rows=3, at=at)] * TEN)
    assert ApiRead.objects.values_list("times", "rows").get() == (TEN, 3 * TEN)


READER = """
import django; django.setup()
from datetime import UTC, datetime
from hezhang.core.api.models import ApiToken
from hezhang.core.api.services import admit
from hezhang.core.web.limits import _count
token, at = ApiToken.objects.get(), datetime(2026, 11, 25, 4, tzinfo=UTC)
print([admit(token, at=at) for _ in range(6)].count(0), [_count("reads", 60) <= 4 for _ in range(6)].count(True))
"""


def test_two_processes_count_together_and_the_cache_of_each_would_not(token, monkeypatch):
    monkeypatch.setenv("API_READS_PER_MINUTE", str(MOST))
    monkeypatch.delenv("REDIS_URL", raising=False)
    readers = [process("-c", READER, stdout=PIPE) for _ in range(2)]
    told = [[int(word) for word in reader.communicate()[0].split()[-2:]] for reader in readers]
    assert sum(admitted for admitted, _ in told) == MOST
    assert sum(by_cache for _, by_cache in told) == 2 * MOST
