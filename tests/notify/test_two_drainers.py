"""Two real processes drain the outbox at once: each message leaves once."""

import pytest

from hezhang.core.accounts.models import User
from hezhang.core.notify import services
from tests.notify import drainer
from tests.races.forked import all_at_once

ROWS = 40


@pytest.fixture
def rows(transactional_db, gateway):
    user = User.objects.create(username="clerk", name="文思齐")
    for number in range(ROWS):
        services.tell(user.pk, kind="issue", title=f"事 {number}", key=f"k{number}", pace="urgent")


@pytest.mark.postgres
def test_each_row_leaves_once(rows, gateway):
    all_at_once(drainer.run, "guarded")
    assert len(gateway.taken) == ROWS and set(gateway.taken.values()) == {1}


@pytest.mark.postgres
def test_without_the_guard_rows_leave_twice(rows, gateway):
    all_at_once(drainer.run, "unguarded")
    assert max(gateway.taken.values()) == 2
