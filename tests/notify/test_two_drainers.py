"""Two real processes drain the outbox at once: each message leaves once."""

import pytest

from hezhang.core.accounts.models import User
from hezhang.core.notify import services
from tests.notify import drainer
from tests.races.forked import begin

ROWS = 40


def drain_twice_at_once(how: str) -> None:
    drainers = [begin(drainer.run, how) for _ in range(2)]
    for each in drainers:
        assert each.stdout.readline() == "ready\n"
    for each in drainers:
        each.tell("go")
    for each in drainers:
        each.end()
        assert each.returncode == 0


@pytest.fixture
def rows(transactional_db, gateway):
    user = User.objects.create(username="clerk", name="文思齐")
    for number in range(ROWS):
        services.tell(user.pk, kind="issue", title=f"事 {number}", key=f"k{number}", pace="urgent")


@pytest.mark.postgres
def test_each_row_leaves_once(rows, gateway):
    drain_twice_at_once("guarded")
    assert len(gateway.taken) == ROWS and set(gateway.taken.values()) == {1}


@pytest.mark.postgres
def test_without_the_guard_rows_leave_twice(rows, gateway):
    drain_twice_at_once("unguarded")
    assert max(gateway.taken.values()) == 2
